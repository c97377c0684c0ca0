package org.masque.masking;

import org.jspecify.annotations.Nullable;

/**
 * All that a strategy may know of one view.
 *
 * @param grid the patches of the view, L of them
 * @param epoch 0-based
 * @param epochs the run's real number of epochs
 * @param weights the image's map already carried to this view, one weight per patch, length L; null where there is none
 * @param labels the image's part labels already carried to this view, one per patch, length L; null where there are
 *     none
 */
public record MaskContext(PatchGrid grid, int epoch, int epochs, float @Nullable [] weights, byte @Nullable [] labels) {
    /** Without part labels. */
    public MaskContext(PatchGrid grid, int epoch, int epochs, float @Nullable [] weights) {
        this(grid, epoch, epochs, weights, null);
    }

    /** The progress of the run after this epoch, (epoch + 1) / epochs. */
    public double progress() {
        return (epoch + 1) / (double) epochs;
    }
}
