/**
 * A tape that records the backward of each kernel call.
 *
 * <p>May import {@code tensor} and {@code kernels}. Start reading at {@code Tape}.
 */
@NullMarked
package org.masque.model.autograd;

import org.jspecify.annotations.NullMarked;
