/**
 * Image sources, decoding and augmentation; a view is a pure function of (seed, epoch, sample id).
 *
 * <p>May import {@code org.masque.masking}. Start reading at {@link org.masque.model.data.ImageSource}.
 */
@NullMarked
package org.masque.model.data;

import org.jspecify.annotations.NullMarked;
