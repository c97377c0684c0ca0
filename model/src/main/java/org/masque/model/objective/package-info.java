/**
 * What a step minimises: encoder use, states and target together.
 *
 * <p>May import {@code vit} and what that imports. Start reading at {@code PixelObjective}.
 */
@NullMarked
package org.masque.model.objective;

import org.jspecify.annotations.NullMarked;
