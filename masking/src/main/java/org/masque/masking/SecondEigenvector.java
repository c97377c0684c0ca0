package org.masque.masking;

/**
 * The eigenvector of the second largest eigenvalue of a symmetric matrix whose first eigenvector is known, by Lanczos
 * steps beside the first one.
 *
 * <p>Each step is made orthogonal to all before it. That costs less than the product of a step, and keeps the result
 * exact; without it, rounding brings the first eigenvector back. The start is the same for every matrix, so the same
 * matrix gives the same bits.
 */
final class SecondEigenvector {
    /** Enough for a residual below 1e-4 on likenesses of a thousand patches, whose spectra fall fast. */
    private static final int MOST_STEPS = 40;

    private static final double NOTHING_LEFT = 1e-9;

    /** Eigenvalues below it are the rounding of matrices made of floats. */
    private static final double ROUNDING = 1e-5;

    private final double[] matrix;
    private final double[] first;
    private final double[][] basis;
    private final double[] diagonal;
    private final double[] beside;
    private int steps;

    private SecondEigenvector(double[] matrix, double[] first) {
        this.matrix = matrix;
        this.first = first.clone();
        normalize(this.first);
        int most = Math.min(MOST_STEPS, first.length - 1);
        basis = new double[most][];
        diagonal = new double[most];
        beside = new double[most];
    }

    /**
     * Finds it.
     *
     * @param matrix N x N, symmetric, eigenvalues in [-1, 1]; not changed
     * @param first N numbers, any length; not changed
     * @return N numbers of length 1, or zeros where the second eigenvalue is not above rounding
     */
    static double[] of(double[] matrix, double[] first) {
        SecondEigenvector search = new SecondEigenvector(matrix, first);
        search.step();
        return search.vector();
    }

    private void step() {
        double[] next = start(first.length);
        while (steps < basis.length) {
            subtract(first, next);
            for (int each = 0; each < steps; each++) {
                subtract(basis[each], next);
            }
            double length = normalize(next);
            if (length < NOTHING_LEFT) {
                return;
            }
            if (steps > 0) {
                beside[steps - 1] = length;
            }
            basis[steps] = next;
            next = product(next);
            diagonal[steps] = dot(basis[steps], next);
            steps++;
        }
    }

    // Like no eigenvector of an image, so that none is left out for being at right angles to it.
    private static double[] start(int size) {
        double[] vector = new double[size];
        for (int i = 0; i < size; i++) {
            double turn = i * 0.6180339887498949;
            vector[i] = turn - Math.floor(turn) - 0.5;
        }
        return vector;
    }

    private double[] vector() {
        double[] vector = new double[first.length];
        if (steps == 0) {
            return vector;
        }
        LargestEigenpair pair = LargestEigenpair.of(diagonal, beside, steps);
        for (int each = 0; each < steps && pair.value() > ROUNDING; each++) {
            for (int i = 0; i < vector.length; i++) {
                vector[i] += pair.vector()[each] * basis[each][i];
            }
        }
        return vector;
    }

    private double[] product(double[] vector) {
        double[] product = new double[vector.length];
        // By columns: the matrix is symmetric, and the inner loop then has no sum to wait for.
        for (int column = 0; column < vector.length; column++) {
            double factor = vector[column];
            int from = column * vector.length;
            for (int row = 0; row < vector.length; row++) {
                product[row] += factor * matrix[from + row];
            }
        }
        return product;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void subtract(double[] unit, double[] from) {
        double along = dot(unit, from);
        for (int i = 0; i < from.length; i++) {
            from[i] -= along * unit[i];
        }
    }

    private static double normalize(double[] vector) {
        double length = Math.sqrt(dot(vector, vector));
        for (int i = 0; i < vector.length && length > 0; i++) {
            vector[i] /= length;
        }
        return length;
    }
}
