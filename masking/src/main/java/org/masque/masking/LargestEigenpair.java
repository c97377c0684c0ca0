package org.masque.masking;

import java.util.Arrays;

/**
 * The largest eigenvalue of a small symmetric tridiagonal matrix, and its vector.
 *
 * @param value the eigenvalue
 * @param vector of length 1
 */
record LargestEigenpair(double value, double[] vector) {
    private static final int HALVINGS = 60;

    /** How far above the eigenvalue the inverse iteration stands: no pivot is lost to rounding there. */
    private static final double MARGIN = 1e-12;

    /**
     * Finds both: the eigenvalue by bisection on signs of leading minors (Sturm), the vector by inverse iteration.
     *
     * @param diagonal its first {@code size} numbers
     * @param beside element i couples rows i and i + 1; its first {@code size - 1} numbers
     * @param size at least 1
     */
    static LargestEigenpair of(double[] diagonal, double[] beside, int size) {
        double value = largestEigenvalue(diagonal, beside, size);
        double[] vector = new double[size];
        Arrays.fill(vector, 1);
        for (int round = 0; round < 3; round++) {
            vector = solved(diagonal, beside, value + MARGIN, vector);
        }
        return new LargestEigenpair(value, vector);
    }

    private static double largestEigenvalue(double[] diagonal, double[] beside, int size) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            double radius = (i > 0 ? Math.abs(beside[i - 1]) : 0) + (i + 1 < size ? Math.abs(beside[i]) : 0);
            low = Math.min(low, diagonal[i] - radius);
            high = Math.max(high, diagonal[i] + radius);
        }
        for (int halving = 0; halving < HALVINGS; halving++) {
            double middle = (low + high) / 2;
            if (isAboveAll(diagonal, beside, size, middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    // Every pivot of (value - matrix) is positive exactly where the value lies above all eigenvalues.
    private static boolean isAboveAll(double[] diagonal, double[] beside, int size, double value) {
        double pivot = 1;
        for (int i = 0; i < size; i++) {
            pivot = value - diagonal[i] - (i > 0 ? beside[i - 1] * beside[i - 1] / pivot : 0);
            if (pivot <= 0) {
                return false;
            }
        }
        return true;
    }

    // (value - matrix) x = right, of length 1. The value lies above all eigenvalues, so no pivot is negative.
    private static double[] solved(double[] diagonal, double[] beside, double value, double[] right) {
        int size = right.length;
        double[] pivots = new double[size];
        double[] x = right.clone();
        for (int i = 0; i < size; i++) {
            double carried = i > 0 ? beside[i - 1] / pivots[i - 1] : 0;
            pivots[i] = value - diagonal[i] - (i > 0 ? carried * beside[i - 1] : 0);
            x[i] += i > 0 ? carried * x[i - 1] : 0;
        }
        double length = 0;
        for (int i = size - 1; i >= 0; i--) {
            x[i] = (x[i] + (i + 1 < size ? beside[i] * x[i + 1] : 0)) / pivots[i];
            length += x[i] * x[i];
        }
        for (int i = 0; i < size; i++) {
            x[i] /= Math.sqrt(length);
        }
        return x;
    }
}
