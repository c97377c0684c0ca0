/**
 * The maps of all images, in one file that the mapper writes while the mask planners read.
 *
 * <p>May import {@code org.masque.masking}, {@code data} and {@code vit}. Start reading at
 * {@link org.masque.model.maps.MapStore}.
 */
@NullMarked
package org.masque.model.maps;

import org.jspecify.annotations.NullMarked;
