/**
 * The optimiser's update and the learning rate's schedule, over flat buffers.
 *
 * <p>May import {@code tensor} and {@code kernels}. Start reading at {@code AdamW}.
 */
@NullMarked
package org.masque.model.optim;

import org.jspecify.annotations.NullMarked;
