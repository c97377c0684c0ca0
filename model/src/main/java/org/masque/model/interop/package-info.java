/**
 * Files that the rest of the world reads: safetensors under MAE's public names.
 *
 * <p>May import {@code tensor}, {@code data} and {@code vit}. Start reading at
 * {@link org.masque.model.interop.SafetensorsFile}.
 */
@NullMarked
package org.masque.model.interop;

import org.jspecify.annotations.NullMarked;
