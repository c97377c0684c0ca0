/**
 * Event files for TensorBoard: scalars and sheets of pictures of a run, written by hand in its format, so that no
 * library is needed. Start at {@link org.masque.ops.tensorboard.TensorBoardEvents}. May import actors and the JDK.
 */
@NullMarked
package org.masque.ops.tensorboard;

import org.jspecify.annotations.NullMarked;
