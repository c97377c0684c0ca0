/**
 * Pictures of what a run does: image, map, states and reconstruction side by side, as PNG.
 *
 * <p>May import {@code org.masque.masking} and the JDK only; no ND4J. Works without a screen and without any installed
 * font. Start reading at {@link org.masque.model.picture.PictureSheet}.
 */
@NullMarked
package org.masque.model.picture;

import org.jspecify.annotations.NullMarked;
