/**
 * Scores the maps and parts of networks for the command line: which images, which networks, tables.
 *
 * <p>May import {@code org.masque.ops.run} and the modules to the left. Start reading at {@code ScoreSession}.
 */
@NullMarked
package org.masque.ops.score;

import org.jspecify.annotations.NullMarked;
