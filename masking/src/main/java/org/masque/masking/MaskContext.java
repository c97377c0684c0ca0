package org.masque.masking;

import org.jspecify.annotations.Nullable;

/**
 * All that a strategy may know of one view.
 *
 * @param grid the patches of the view, L of them
 * @param epoch 0-based
 * @param epochs the run's real number of epochs
 * @param weights the image's map already carried to this view, one weight per patch, length L; null where there is none
 */
public record MaskContext(PatchGrid grid, int epoch, int epochs, float @Nullable [] weights) {}
