package org.masque.model.probe;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.SplittableRandom;

/**
 * Gaussian classes of equal size with one covariance, for which the best classifier is known and linear.
 *
 * <p>Columns have scales from 1/1000 to 1000 and means far from zero, so that a classifier without standardisation
 * fails.
 */
final class GaussianClasses {
    private final int width;
    private final double[][] means;
    private final double[] scales;

    GaussianClasses(int classes, int width, double separation, SplittableRandom random) {
        this.width = width;
        means = new double[classes][width];
        scales = new double[width];
        for (int column = 0; column < width; column++) {
            scales[column] = Math.pow(10, 6.0 * column / Math.max(1, width - 1) - 3);
            double offset = 5 * random.nextGaussian();
            for (double[] mean : means) {
                mean[column] = offset + separation * random.nextGaussian();
            }
        }
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out to the caller
    Features draw(int count, SplittableRandom random) {
        float[] values = new float[count * width];
        int[] labels = new int[count];
        for (int row = 0; row < count; row++) {
            labels[row] = row % means.length;
            for (int column = 0; column < width; column++) {
                double standard = means[labels[row]][column] + random.nextGaussian();
                values[row * width + column] = (float) (scales[column] * standard);
            }
        }
        return Features.of(values, width, labels);
    }

    /** The accuracy on these very features of Bayes's rule: the class whose mean is nearest in units of deviation. */
    double bestAccuracy(Features features) {
        int right = 0;
        for (int row = 0; row < features.count(); row++) {
            right += nearestMean(features.rows(row, 1).toArray()) == features.label(row) ? 1 : 0;
        }
        return (double) right / features.count();
    }

    private int nearestMean(float[] values) {
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int candidate = 0; candidate < means.length; candidate++) {
            double distance = 0;
            for (int column = 0; column < width; column++) {
                double off = values[column] / scales[column] - means[candidate][column];
                distance += off * off;
            }
            if (distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }
}
