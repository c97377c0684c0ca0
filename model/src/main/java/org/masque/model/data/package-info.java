/**
 * Image sources, decoding and augmentation; a view is a pure function of (seed, epoch, sample id).
 *
 * <p>May import {@code org.masque.masking} and {@code org.masque.model.tensor}. Start reading at
 * {@link org.masque.model.data.ImageSource}; {@link org.masque.model.data.ImageSources} opens one,
 * {@link org.masque.model.data.Augmentation} says how an image becomes a view, and
 * {@link org.masque.model.data.ViewRenderer} makes it.
 */
@NullMarked
package org.masque.model.data;

import org.jspecify.annotations.NullMarked;
