package org.masque.model.vit;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares arrays of floats by their largest difference. */
public final class FloatArrays {
    private FloatArrays() {}

    /** Asserts that no number differs by more than {@code tolerance} times the largest expected one. */
    public static void assertClose(float[] actual, float[] expected, double tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        double largest = Double.MIN_NORMAL;
        double difference = 0;
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).as("element %d", i).isFinite();
            largest = Math.max(largest, Math.abs((double) expected[i]));
            difference = Math.max(difference, Math.abs((double) actual[i] - expected[i]));
        }
        assertThat(difference / largest)
                .as("largest difference, relative to the largest element")
                .isLessThanOrEqualTo(tolerance);
    }
}
