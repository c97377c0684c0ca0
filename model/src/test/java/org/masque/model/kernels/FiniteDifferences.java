package org.masque.model.kernels;

import java.util.function.UnaryOperator;

/** Gradients without calculus: central differences in 64 bits, good to about 1e-9. */
final class FiniteDifferences {
    private static final double STEP = 1e-5;

    private FiniteDifferences() {}

    /** The gradient of the sum of {@code dy * forward(at)} with respect to {@code at}. */
    static double[] gradient(UnaryOperator<double[]> forward, double[] at, double[] dy) {
        double[] gradient = new double[at.length];
        double[] moved = at.clone();
        for (int i = 0; i < at.length; i++) {
            moved[i] = at[i] + STEP;
            double up = dot(forward.apply(moved), dy);
            moved[i] = at[i] - STEP;
            double down = dot(forward.apply(moved), dy);
            moved[i] = at[i];
            gradient[i] = (up - down) / (2 * STEP);
        }
        return gradient;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
