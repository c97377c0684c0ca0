/**
 * The small set of fused kernels behind one interface, and its implementations.
 *
 * <p>May import {@code tensor} and {@code device}. Start reading at {@link org.masque.model.kernels.Kernels}.
 */
@NullMarked
package org.masque.model.kernels;

import org.jspecify.annotations.NullMarked;
