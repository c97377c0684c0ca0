/**
 * Semantic parts: which part of what is shown each patch of an image belongs to (SemMAE's first stage, spec 4.1), and
 * the file that keeps the labels.
 *
 * <p>May import {@code org.masque.masking} and every package of the model but {@code numerics}, {@code picture},
 * {@code probe} and {@code device}. Start reading at {@link org.masque.model.parts.PartProvider}, then
 * {@link org.masque.model.parts.PartStore}.
 */
@NullMarked
package org.masque.model.parts;

import org.jspecify.annotations.NullMarked;
