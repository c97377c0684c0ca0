/**
 * Whether the maps and parts of a network follow what is known to be in the images.
 *
 * <p>The scores themselves are pure functions in {@code org.masque.masking.score}; here images are read, shifted and
 * shown to the network. May import {@code tensor}, {@code data} and {@code picture}. Start reading at
 * {@code MaskScoring}.
 */
@NullMarked
package org.masque.model.score;

import org.jspecify.annotations.NullMarked;
