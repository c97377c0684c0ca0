/**
 * The optimiser's update and the learning rate's schedule, over flat buffers.
 *
 * <p>May import {@code tensor}, {@code kernels} and {@code vit}. Start reading at {@code AdamW}.
 */
@NullMarked
package org.masque.model.optim;

import org.jspecify.annotations.NullMarked;
