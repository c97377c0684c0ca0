package org.masque.model.probe;

import com.google.errorprone.annotations.MustBeClosed;
import org.jspecify.annotations.Nullable;

/**
 * Both classifiers on features of one kind, in small pieces: first the votes of neighbours, then the linear classifier.
 *
 * <p>It owns the features and what the classifiers hold; it belongs to one thread.
 */
final class FeatureTrial implements AutoCloseable {
    private final Evaluation evaluation;
    private final FeatureKind kind;
    private final Features train;
    private final Features test;
    private @Nullable NeighbourTrial neighbours;
    private @Nullable ProbeTraining probe;
    private double knnAccuracy = Double.NaN;

    /** Takes over both sets of features. */
    @MustBeClosed
    FeatureTrial(Evaluation evaluation, FeatureKind kind, Features train, Features test) {
        this.evaluation = evaluation;
        this.kind = kind;
        this.train = train;
        this.test = test;
    }

    /** Does the next piece; false when all is done. */
    @SuppressWarnings("MustBeClosedChecker") // fields that close() closes
    boolean advance() {
        if (Double.isNaN(knnAccuracy)) {
            vote();
            return true;
        }
        if (probe == null) {
            probe = new ProbeTraining(evaluation.probe(), train, test);
        }
        return probe.advance();
    }

    @SuppressWarnings("MustBeClosedChecker") // a field that close() closes
    private void vote() {
        if (neighbours == null) {
            neighbours = new NeighbourTrial(evaluation.neighbours(), train, test);
        }
        if (!neighbours.advance()) {
            knnAccuracy = neighbours.accuracy();
            neighbours.close();
            neighbours = null;
        }
    }

    /** What it is at. */
    SnapshotEvaluation.Stage stage() {
        return probe == null
                ? new SnapshotEvaluation.Stage(
                        "neighbours", neighbours == null ? test.count() : neighbours.done(), test.count(), "images")
                : new SnapshotEvaluation.Stage("linear classifier", probe.done(), probe.passes(), "passes");
    }

    /**
     * What was found.
     *
     * @throws IllegalStateException before {@link #advance()} has returned false
     */
    EvaluationReport report() {
        if (probe == null) {
            throw new IllegalStateException("the classifiers have not been tried yet");
        }
        return new EvaluationReport(kind, evaluation, knnAccuracy, probe.report(), train.count(), test.count());
    }

    @Override
    public void close() {
        if (neighbours != null) {
            neighbours.close();
        }
        if (probe != null) {
            probe.close();
        }
        train.close();
        test.close();
    }
}
