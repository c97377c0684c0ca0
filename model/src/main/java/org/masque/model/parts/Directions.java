package org.masque.model.parts;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.masque.model.vit.UnitRows;

/** Rows of floats seen as directions: what k-means by cosine needs. */
final class Directions {
    private Directions() {}

    /** Takes the mean of all rows off each. */
    static void subtractMean(float[] rows, int width) {
        double[] mean = new double[width];
        for (int i = 0; i < rows.length; i++) {
            mean[i % width] += rows[i];
        }
        for (int i = 0; i < rows.length; i++) {
            rows[i] -= (float) (mean[i % width] * width / rows.length);
        }
    }

    /** Multiplies all numbers by one, so that the mean of their squares is 1; zeros stay. */
    static void standardize(float[] rows) {
        double squares = 0;
        for (float value : rows) {
            squares += (double) value * value;
        }
        float factor = squares > 0 ? (float) Math.sqrt(rows.length / squares) : 0;
        for (int i = 0; i < rows.length; i++) {
            rows[i] *= factor;
        }
    }

    /** The product of a row of one array with a row of another. */
    static double dot(float[] left, int leftFrom, float[] right, int rightFrom, int width) {
        double sum = 0;
        for (int d = 0; d < width; d++) {
            sum += (double) left[leftFrom + d] * right[rightFrom + d];
        }
        return sum;
    }

    /** The centroid nearest to each row, of equals the first. */
    static byte[] nearest(float[] rows, float[] centroids, int width) {
        byte[] labels = new byte[rows.length / width];
        for (int row = 0; row < labels.length; row++) {
            double best = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < centroids.length / width; k++) {
                double cosine = dot(rows, row * width, centroids, k * width, width);
                if (cosine > best) {
                    best = cosine;
                    labels[row] = (byte) k;
                }
            }
        }
        return labels;
    }

    /**
     * Chooses rows far from each other: the first by chance, each further one with a probability proportional to its
     * squared distance from the nearest chosen (k-means++, Arthur and Vassilvitskii 2007).
     */
    static float[] spread(float[] rows, int width, int count, SplittableRandom random) {
        int all = rows.length / width;
        float[] chosen = new float[count * width];
        double[] distance = new double[all];
        int next = random.nextInt(all);
        for (int k = 0; k < count; k++) {
            System.arraycopy(rows, next * width, chosen, k * width, width);
            double sum = 0;
            for (int row = 0; row < all; row++) {
                double own = Math.max(0, 2 - 2 * dot(rows, row * width, chosen, k * width, width));
                distance[row] = k == 0 ? own : Math.min(distance[row], own);
                sum += distance[row];
            }
            next = drawn(distance, sum * random.nextDouble());
        }
        return chosen;
    }

    private static int drawn(double[] distance, double at) {
        double sum = 0;
        for (int row = 0; row < distance.length; row++) {
            sum += distance[row];
            if (sum > at) {
                return row;
            }
        }
        return distance.length - 1;
    }

    /**
     * Moves each centroid to the direction of the sum of its rows; one without rows stays where it is.
     *
     * @param centroids one for each label, overwritten
     */
    static void moveToMeans(float[] centroids, float[] rows, byte[] labels, int width) {
        float[] sums = new float[centroids.length];
        int[] sizes = new int[centroids.length / width];
        for (int row = 0; row < labels.length; row++) {
            sizes[labels[row]]++;
            for (int d = 0; d < width; d++) {
                sums[labels[row] * width + d] += rows[row * width + d];
            }
        }
        UnitRows.normalize(sums, width);
        for (int k = 0; k < sizes.length; k++) {
            if (sizes[k] > 0) {
                System.arraycopy(sums, k * width, centroids, k * width, width);
            }
        }
    }

    /** Gives each row to the group whose mean direction is nearest; a group without rows gets none. */
    static byte[] regrouped(float[] rows, byte[] labels, int groups, int width) {
        float[] means = new float[groups * width];
        // Nothing is near to what is no number.
        Arrays.fill(means, Float.NaN);
        moveToMeans(means, rows, labels, width);
        return nearest(rows, means, width);
    }
}
