package org.masque.model.numerics;

import java.util.List;

/**
 * Compares weights after some steps of AdamW, those apart whose gradient cancels.
 *
 * <p>AdamW divides a gradient g by its own size plus epsilon. Where g is far below both the epsilon and the rounding of
 * the terms that it is a sum of, the step is a multiple of that rounding, whichever program computes it: PyTorch's own
 * float32 is off by 1.3e-4 to 2.0e-4 there, and by 6.7e-4 in biases whose gradient is zero (decision 0010). So such
 * weights have a tolerance of their own, and a row of their own.
 */
final class SteppedWeights {
    /** What rounding makes of weights whose gradient cancels. */
    static final double CANCELLED_TOLERANCE = 1e-3;

    /** A gradient this many times smaller than its tensor's largest is rounding. */
    private static final double CANCELLED = 1e-6;

    private SteppedWeights() {}

    /**
     * One row for the tensor, and a second one if any gradient cancels.
     *
     * @param gradient of the first step, as expected
     */
    static List<Deviation> compare(String quantity, float[] actual, float[] expected, float[] gradient) {
        float[] usual = actual.clone();
        float[] cancelled = expected.clone();
        double floor = CANCELLED * largest(gradient);
        boolean any = false;
        for (int i = 0; i < gradient.length; i++) {
            if (Math.abs(gradient[i]) < floor) {
                usual[i] = expected[i];
                cancelled[i] = actual[i];
                any = true;
            }
        }
        Deviation first = Deviation.between(quantity, usual, expected);
        if (!any) {
            return List.of(first);
        }
        double error = Deviation.between(quantity, cancelled, expected).error();
        return List.of(first, new Deviation(quantity + " (gradient cancels)", error, CANCELLED_TOLERANCE));
    }

    private static double largest(float[] values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
