package org.masque.model.probe;

import com.google.errorprone.annotations.MustBeClosed;
import org.jspecify.annotations.Nullable;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The training of one linear probe, an epoch at a time, so that whoever drives it can stop between two.
 *
 * <p>It belongs to one thread, and owns classifier and batches; the features are borrowed.
 */
final class ProbeTraining implements AutoCloseable {
    private final LinearProbe probe;
    private final Features train;
    private final Features test;
    private final int classes;
    private final ProbeBatches batches;
    private final LinearClassifier classifier;
    private final int[] said;
    private int epoch;
    private @Nullable ProbeReport report;

    /**
     * Begins with small random weights.
     *
     * @throws IllegalArgumentException if the widths differ
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // fields that close() closes
    ProbeTraining(LinearProbe probe, Features train, Features test) {
        if (train.width() != test.width()) {
            throw new IllegalArgumentException("training features are " + train.width() + " wide, test features "
                    + test.width() + ": extract both with one encoder");
        }
        this.probe = probe;
        this.train = train;
        this.test = test;
        this.classes = Math.max(2, Math.max(train.classes(), test.classes()));
        this.said = new int[test.count()];
        this.batches = new ProbeBatches(train, classes, probe.batch());
        this.classifier =
                LinearClassifier.open(train.width(), classes, probe.seed(), probe.schedule(batches.perEpoch()));
    }

    /** Passes over the training set once, or after the last pass tries the classifier; false when all is done. */
    boolean advance() {
        if (epoch < passes()) {
            fitOnce();
            return true;
        }
        if (report == null) {
            classifier.settleStatistics(train);
            report = tried();
        }
        return false;
    }

    /** How many passes are done. */
    int done() {
        return epoch;
    }

    /** How many passes there are. */
    int passes() {
        return probe.passes(batches.perEpoch());
    }

    private void fitOnce() {
        batches.shuffle(probe.seed(), epoch++);
        for (int number = 0; number < batches.perEpoch(); number++) {
            batches.load(number);
            classifier.fit(batches.inputs(), batches.targets());
        }
    }

    /**
     * How it did.
     *
     * @throws IllegalStateException before {@link #advance()} has returned false
     */
    ProbeReport report() {
        ProbeReport found = report;
        if (found == null) {
            throw new IllegalStateException("the probe is still being trained");
        }
        return found;
    }

    private ProbeReport tried() {
        Evaluation counted = new Evaluation(classes);
        for (int from = 0; from < test.count(); from += probe.batch()) {
            int rows = Math.min(probe.batch(), test.count() - from);
            try (TensorRef truth = oneHot(test, from, rows, classes);
                    INDArray probabilities =
                            classifier.probabilities(test.rows(from, rows).nd())) {
                counted.eval(truth.tensor().nd(), probabilities);
                note(probabilities, from);
            }
        }
        return ProbeReport.of(counted, classes);
    }

    private void note(INDArray probabilities, int from) {
        try (INDArray likeliest = probabilities.argMax(1)) {
            for (int row = 0; row < likeliest.length(); row++) {
                said[from + row] = likeliest.getInt(row);
            }
        }
    }

    /** The likeliest class of each test row, once it was tried. */
    int[] said() {
        return said;
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out to the caller
    private static TensorRef oneHot(Features features, int from, int rows, int classes) {
        TensorRef truth = TensorRef.zeros(rows, classes);
        Tensor ones = truth.tensor();
        for (int row = 0; row < rows; row++) {
            ones.set((long) row * classes + features.label(from + row), 1);
        }
        return truth;
    }

    @Override
    public void close() {
        classifier.close();
        batches.close();
    }
}
