package org.masque.model.probe;

/**
 * How an encoder is fine-tuned (spec 1.6).
 *
 * @param epochs passes over the training images, at least 1
 * @param batchSize images of a step, at least 1
 * @param learningRate peak, after the warm-up, of the last layer
 * @param warmupEpochs the rate grows from 0 in so many epochs, then falls as half a cosine to 1e-6
 * @param weightDecay AdamW's
 * @param layerDecay what the rate of each layer is of that of the next one, above 0, at most 1
 * @param dropPath stochastic depth of the last block, at least 0, below 1
 * @param smoothing of the labels, at least 0, below 1
 * @param head what stands for an image
 * @param seed of the classifier, the order and the skipped branches
 */
public record FineTuneSettings(
        int epochs,
        int batchSize,
        double learningRate,
        double warmupEpochs,
        double weightDecay,
        double layerDecay,
        double dropPath,
        double smoothing,
        FeatureKind head,
        long seed) {
    public FineTuneSettings {
        if (epochs < 1 || batchSize < 1 || !(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException("fine-tuning for " + epochs + " epochs in batches of " + batchSize
                    + " with labels smoothed by " + smoothing);
        }
    }

    /** The same with one learning rate for all layers, as a network from scratch wants. */
    public FineTuneSettings fromScratch() {
        return new FineTuneSettings(
                epochs, batchSize, learningRate, warmupEpochs, weightDecay, 1, dropPath, smoothing, head, seed);
    }
}
