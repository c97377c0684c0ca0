package org.masque.model.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.masque.model.tensor.Tensor;

/** Compares 32-bit results with expected numbers, relative to the largest of these. */
final class Closeness {
    /** What kernels are held to: the largest difference over the largest magnitude. */
    static final double TOLERANCE = 1e-5;

    private Closeness() {}

    static void assertClose(String what, Tensor actual, double[] expected) {
        assertClose(what, LawTensors.doubles(actual), expected);
    }

    static void assertClose(String what, double[] actual, double[] expected) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        double magnitude = Double.MIN_NORMAL;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            magnitude = Math.max(magnitude, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs(actual[i] - expected[i])); // NaN stays
        }
        assertThat(difference)
                .as("%s: largest difference, where the largest number is %s", what, magnitude)
                .isLessThanOrEqualTo(TOLERANCE * magnitude);
    }

    /** The sum of two arrays, for gradients that are added. */
    static double[] sum(double[] before, double[] gradient) {
        double[] sum = before.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += gradient[i];
        }
        return sum;
    }
}
