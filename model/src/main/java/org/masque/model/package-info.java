/**
 * Everything numeric, and the only home of ND4J, DL4J and the native presets.
 *
 * <p>May import {@code org.masque.config} and {@code org.masque.masking}. Start reading at the {@code tensor} package,
 * then {@code kernels}, {@code vit} and {@code objective}.
 */
@NullMarked
package org.masque.model;

import org.jspecify.annotations.NullMarked;
