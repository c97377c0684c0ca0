/**
 * The kernels on the Java Vector API and single-threaded BLAS; compiled apart and loaded by name.
 *
 * <p>May import {@code kernels} and {@code tensor}; nothing may import it. Start reading at {@code SimdKernels}.
 */
@NullMarked
package org.masque.model.kernels.simd;

import org.jspecify.annotations.NullMarked;
