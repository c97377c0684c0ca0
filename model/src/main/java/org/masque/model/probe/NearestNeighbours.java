package org.masque.model.probe;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.Arrays;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Weighted k-nearest-neighbour classification of frozen features (spec 6.1).
 *
 * <p>Features are scaled to unit length; the similarity s is the cosine; each of the k most similar training images
 * votes exp(s/T) for its class. Equal similarities rank by the lower index, equal votes by the lower class, so the
 * answer is the same every time. Training sets smaller than k vote as a whole. Nothing is learnt.
 *
 * <p>Legend: N training images, M test images of a block, D width.
 *
 * @param k how many training images vote, at least 1; 10 or 20 are usual, ImageNet also 100 and 200
 * @param temperature T, above 0; 0.07 is usual
 */
public record NearestNeighbours(int k, double temperature) {
    private static final int BLOCK_ROWS = 500;
    // 64 MiB of similarities at a time, so that a training set of a million images needs no more than a small one.
    private static final long BLOCK_FLOATS = 1 << 24;
    // As normalize() of PyTorch: a feature of zeros stays zeros.
    private static final double SMALLEST_NORM = 1e-12;

    public NearestNeighbours {
        if (k < 1 || !(temperature > 0)) {
            throw new IllegalArgumentException("k " + k + " (at least 1), temperature " + temperature + " (above 0)");
        }
    }

    /**
     * The share of test images whose class is predicted, 0 to 1.
     *
     * @throws IllegalArgumentException if the widths differ
     */
    public double accuracy(Features train, Features test) {
        return accuracy(predict(train, test), test);
    }

    /** The share of test images whose class was predicted, 0 to 1. */
    static double accuracy(int[] predicted, Features test) {
        int right = 0;
        for (int row = 0; row < predicted.length; row++) {
            right += predicted[row] == test.label(row) ? 1 : 0;
        }
        return (double) right / predicted.length;
    }

    /**
     * The predicted class of every test image; the labels of {@code test} are not looked at.
     *
     * @throws IllegalArgumentException if the widths differ
     */
    public int[] predict(Features train, Features test) {
        try (NeighbourTrial trial = new NeighbourTrial(this, train, test)) {
            boolean more = true;
            while (more) {
                more = trial.advance();
            }
            return trial.predicted();
        }
    }

    /** How many test rows are compared at a time with so many training images. */
    static int blockRows(int trainCount) {
        return (int) Math.max(1, Math.min(BLOCK_ROWS, BLOCK_FLOATS / trainCount));
    }

    // similarities [M, N] = unit test [M, D] times unit train [N, D] transposed.
    static void compare(Tensor test, Tensor unitTrain, Tensor similarities) {
        try (TensorRef unitTest = unitLength(test)) {
            Nd4j.matmul(unitTest.tensor().nd(), unitTrain.nd(), similarities.nd(), false, true, false);
        }
    }

    void voteOnBlock(Tensor similarities, Features train, int[] predicted, int from) {
        float[] row = new float[similarities.columns()];
        Neighbours nearest = new Neighbours(Math.min(k, row.length));
        double[] votes = new double[train.classes()];
        for (int image = 0; image < similarities.rows(); image++) {
            similarities.slice((long) image * row.length, row.length).floats().get(row);
            nearest.select(row);
            predicted[from + image] = vote(nearest, train, votes);
        }
    }

    // Votes are taken relative to the nearest neighbour's, exp((s - s1)/T), which changes no winner and cannot
    // overflow.
    private int vote(Neighbours nearest, Features train, double[] votes) {
        Arrays.fill(votes, 0);
        for (int rank = 0; rank < nearest.count(); rank++) {
            double behind = (double) nearest.similarity(rank) - nearest.similarity(0);
            votes[train.label(nearest.index(rank))] += Math.exp(behind / temperature);
        }
        int winner = 0;
        for (int candidate = 1; candidate < votes.length; candidate++) {
            if (votes[candidate] > votes[winner]) {
                winner = candidate;
            }
        }
        return winner;
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out to the caller
    static TensorRef unitLength(Tensor features) {
        TensorRef unit = TensorRef.zeros(features.shape());
        float[] row = new float[features.columns()];
        for (long image = 0; image < features.rows(); image++) {
            features.slice(image * row.length, row.length).floats().get(row);
            scaleToUnitLength(row);
            unit.tensor().slice(image * row.length, row.length).copyFrom(row);
        }
        return unit;
    }

    private static void scaleToUnitLength(float[] row) {
        double squares = 0;
        for (float value : row) {
            squares += (double) value * value;
        }
        double scale = 1 / Math.max(Math.sqrt(squares), SMALLEST_NORM);
        for (int column = 0; column < row.length; column++) {
            row[column] = (float) (row[column] * scale);
        }
    }
}
