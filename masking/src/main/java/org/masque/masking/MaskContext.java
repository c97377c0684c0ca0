package org.masque.masking;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * All that a strategy may know of one view.
 *
 * @param grid the patches of the view, L of them
 * @param epoch 0-based
 * @param epochs the run's real number of epochs
 * @param weights the image's map already carried to this view, one weight per patch, length L; null where there is none
 * @param batchSeed decides what all views of a batch share; the same for each of them
 * @param labels the image's part labels already carried to this view, one per patch, length L; null where there are
 *     none
 */
public record MaskContext(
        PatchGrid grid, int epoch, int epochs, long batchSeed, float @Nullable [] weights, byte @Nullable [] labels) {
    /** Of a view in a batch of its own, without part labels. */
    public MaskContext(PatchGrid grid, int epoch, int epochs, float @Nullable [] weights) {
        this(grid, epoch, epochs, 0, weights, null);
    }

    /** The same view on another grid, with the weights that belong to it. */
    MaskContext onGrid(PatchGrid other, float @Nullable [] otherWeights) {
        return new MaskContext(other, epoch, epochs, batchSeed, otherWeights, null);
    }

    /** Chance that all views of the batch share: a new generator from its beginning. */
    SplittableRandom ofBatch() {
        return new SplittableRandom(batchSeed);
    }

    /** The progress of the run after this epoch, (epoch + 1) / epochs. */
    public double progress() {
        return (epoch + 1) / (double) epochs;
    }
}
