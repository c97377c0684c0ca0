package org.masque.model.probe;

import java.util.function.IntConsumer;
import org.masque.model.data.Augmentation;
import org.masque.model.data.SegmentedImages;
import org.masque.model.data.SkipBudget;

/**
 * How well a linear classifier tells from a patch's token what the patch shows: the quality of features for
 * segmentation.
 *
 * <p>The classifier is that of {@link LinearProbe}; a patch of the training images counts as what shows most in it. A
 * test patch is wholly what the classifier says, and is held against the pixels that it covers.
 *
 * @param train images to train on, borrowed
 * @param trainIds which
 * @param test images to test on, borrowed; may be the same set
 * @param testIds which; none of them trained on
 * @param view the size and normalisation that the network expects
 * @param probe the classifier
 */
public record DenseProbe(
        SegmentedImages train,
        int[] trainIds,
        SegmentedImages test,
        int[] testIds,
        Augmentation view,
        LinearProbe probe) {
    /**
     * Trains and tests a classifier on the features of one encoder.
     *
     * @param encoder borrowed
     * @param budget counts images that cannot be read, and says when there are too many
     * @param progress hears of how many images there are tokens
     * @throws IllegalArgumentException if no image can be read
     */
    public DenseReport run(EncoderFeatures encoder, SkipBudget budget, IntConsumer progress) {
        IntConsumer testing = done -> progress.accept(trainIds.length + done);
        try (PatchSet trained = new PatchSet(train, trainIds, view, budget, encoder, progress);
                PatchSet tested = new PatchSet(test, testIds, view, budget, encoder, testing);
                Features trainTokens = trained.features();
                Features testTokens = tested.features()) {
            int[] said = probe.classify(trainTokens, testTokens);
            return DenseReport.of(said, tested.areas(), trained.images(), probe.seed());
        }
    }
}
