/**
 * The layers of a transformer, written as calls of kernels on a tape.
 *
 * <p>May import {@code autograd}, {@code kernels} and {@code tensor}. Start reading at {@code Block}.
 */
@NullMarked
package org.masque.model.nn;

import org.jspecify.annotations.NullMarked;
