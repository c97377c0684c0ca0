/**
 * How far a run is, for the person at the terminal: a bar there, plain lines in a file or a pipe.
 *
 * <p>May import {@code org.masque.ops.metrics} for the event of a step. Start reading at
 * {@link org.masque.ops.progress.ProgressDisplay}.
 */
@NullMarked
package org.masque.ops.progress;

import org.jspecify.annotations.NullMarked;
