package org.masque.model.probe;

/**
 * How good features are: whether neighbours share a class, and whether planes part the classes.
 *
 * <p>Features are extracted from whole images, with nothing masked and no augmentation; the encoder stays frozen.
 *
 * @param neighbours the k-NN classifier
 * @param probe the linear classifier
 */
public record Evaluation(NearestNeighbours neighbours, LinearProbe probe) {
    /**
     * Tries both classifiers on features of one kind.
     *
     * @param kind what the features are, for the report
     * @param train what the classifiers learn from; stays the caller's
     * @param test what they are tried on; stays the caller's
     * @throws IllegalArgumentException if the widths differ
     */
    public EvaluationReport evaluate(FeatureKind kind, Features train, Features test) {
        double knnAccuracy = neighbours.accuracy(train, test);
        ProbeReport linear = probe.run(train, test);
        return new EvaluationReport(kind, this, knnAccuracy, linear, train.count(), test.count());
    }
}
