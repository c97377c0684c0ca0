package org.masque.model.probe;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.ArrayList;
import java.util.List;

/**
 * Evaluates one network in small pieces, so that whoever drives it can stop between two.
 *
 * <p>It owns the features it has collected; the extractor is borrowed.
 */
public final class SnapshotEvaluation implements AutoCloseable {
    /**
     * What is evaluated how.
     *
     * @param train what the classifiers learn from
     * @param test what they are tried on
     * @param evaluation both classifiers
     * @param kinds which features
     * @param block whose output they are, counted from 1, without the final norm; 0 for the whole encoder
     */
    public record Protocol(
            LabelledSet train, LabelledSet test, Evaluation evaluation, List<FeatureKind> kinds, int block) {
        /** Of the whole encoder. */
        public Protocol(LabelledSet train, LabelledSet test, Evaluation evaluation, List<FeatureKind> kinds) {
            this(train, test, evaluation, kinds, 0);
        }
    }

    private final Protocol protocol;
    private final FeatureCollection train;
    private final FeatureCollection test;
    private final List<EvaluationReport> reports = new ArrayList<>();

    /** Begins with nothing extracted. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // fields that close() closes
    public SnapshotEvaluation(Protocol protocol, FeatureExtractor extractor) {
        this.protocol = protocol;
        this.train = new FeatureCollection(protocol.train(), extractor);
        this.test = new FeatureCollection(protocol.test(), extractor);
    }

    /** Does the next piece: some features, or the classifiers on features of one kind; false when all is done. */
    public boolean advance() {
        if (train.advance() || test.advance()) {
            return true;
        }
        FeatureKind kind = protocol.kinds().get(reports.size());
        try (Features trainFeatures = train.features(kind);
                Features testFeatures = test.features(kind)) {
            reports.add(protocol.evaluation().evaluate(kind, trainFeatures, testFeatures));
        }
        return reports.size() < protocol.kinds().size();
    }

    /** What was found, one report for each kind; whole once {@link #advance()} has returned false. */
    public List<EvaluationReport> reports() {
        return List.copyOf(reports);
    }

    @Override
    public void close() {
        train.close();
        test.close();
    }
}
