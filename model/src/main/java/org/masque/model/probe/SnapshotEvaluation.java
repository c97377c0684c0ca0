package org.masque.model.probe;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /**
     * How far it is with what it is doing.
     *
     * @param name of that, for a person
     * @param done pieces so far
     * @param all pieces
     * @param unit what a piece is, in the plural
     */
    public record Stage(String name, int done, int all, String unit) {}

    private final Protocol protocol;
    private final FeatureCollection train;
    private final FeatureCollection test;
    private final List<EvaluationReport> reports = new ArrayList<>();
    private @Nullable FeatureTrial trial;

    /** Begins with nothing extracted. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // fields that close() closes
    public SnapshotEvaluation(Protocol protocol, FeatureExtractor extractor) {
        this.protocol = protocol;
        this.train = new FeatureCollection(protocol.train(), extractor);
        this.test = new FeatureCollection(protocol.test(), extractor);
    }

    /**
     * Does the next piece: some features, some votes of neighbours, or one pass of the linear classifier; false when
     * all is done.
     */
    public boolean advance() {
        if (train.advance() || test.advance()) {
            return true;
        }
        if (reports.size() == protocol.kinds().size()) {
            return false;
        }
        if (trial == null) {
            trial = begin(protocol.kinds().get(reports.size()));
        }
        if (trial.advance()) {
            return true;
        }
        reports.add(trial.report());
        trial.close();
        trial = null;
        return reports.size() < protocol.kinds().size();
    }

    @SuppressWarnings("MustBeClosedChecker") // the trial owns the features
    private FeatureTrial begin(FeatureKind kind) {
        return new FeatureTrial(protocol.evaluation(), kind, train.features(kind), test.features(kind));
    }

    /** What it is at, after a piece of it. */
    public Stage stage() {
        int extracted = train.done() + test.done();
        int images = train.images() + test.images();
        if (extracted < images) {
            return new Stage("features", extracted, images, "images");
        }
        return trial == null ? new Stage("neighbours", 0, test.images(), "images") : trial.stage();
    }

    /** What was found, one report for each kind; whole once {@link #advance()} has returned false. */
    public List<EvaluationReport> reports() {
        return List.copyOf(reports);
    }

    @Override
    public void close() {
        if (trial != null) {
            trial.close();
        }
        train.close();
        test.close();
    }
}
