/**
 * What may be asked of runs, whoever asks: the page, the command line or a program.
 *
 * <p>May import {@code org.masque.actors}. Start reading at {@link org.masque.ops.control.Runs}.
 */
@NullMarked
package org.masque.ops.control;

import org.jspecify.annotations.NullMarked;
