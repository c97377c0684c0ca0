package org.masque.model.probe;

import com.google.errorprone.annotations.MustBeClosed;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;

/**
 * A vote of nearest neighbours on a test set, some test images at a time, so that whoever drives it can stop between.
 *
 * <p>It owns its scratch memory; the features are borrowed.
 */
final class NeighbourTrial implements AutoCloseable {
    private final NearestNeighbours neighbours;
    private final Features train;
    private final Features test;
    private final TensorRef unitTrain;
    private final TensorRef similarities;
    private final int[] predicted;
    private int done;

    /**
     * Begins with nothing predicted.
     *
     * @throws IllegalArgumentException if the widths differ
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // fields that close() closes
    NeighbourTrial(NearestNeighbours neighbours, Features train, Features test) {
        if (train.width() != test.width()) {
            throw new IllegalArgumentException("training features are " + train.width() + " wide, test features "
                    + test.width() + ": extract both with one encoder");
        }
        this.neighbours = neighbours;
        this.train = train;
        this.test = test;
        this.unitTrain = NearestNeighbours.unitLength(train.values());
        this.similarities = TensorRef.zeros(NearestNeighbours.blockRows(train.count()), train.count());
        this.predicted = new int[test.count()];
    }

    /** Predicts some more; false when none are left. */
    boolean advance() {
        int rows = Math.min(similarities.tensor().rows(), predicted.length - done);
        if (rows > 0) {
            Tensor block = similarities.tensor().slice(0, rows, train.count());
            NearestNeighbours.compare(test.rows(done, rows), unitTrain.tensor(), block);
            neighbours.voteOnBlock(block, train, predicted, done);
            done += rows;
        }
        return done < predicted.length;
    }

    /** How many test images are predicted. */
    int done() {
        return done;
    }

    /** The predicted class of every test image, once {@link #advance()} has returned false. */
    int[] predicted() {
        return predicted;
    }

    /** The share that was predicted rightly, 0 to 1. */
    double accuracy() {
        return NearestNeighbours.accuracy(predicted, test);
    }

    @Override
    public void close() {
        unitTrain.close();
        similarities.close();
    }
}
