package org.masque.model.numerics;

/**
 * How far one tensor is from what was expected.
 *
 * @param quantity the tensor's name in the golden file
 * @param error the largest absolute difference, divided by the largest magnitude of the expected tensor; NaN if
 *     anything is not finite
 * @param tolerance errors up to here are rounding
 */
public record Deviation(String quantity, double error, double tolerance) {
    /** Compares tensor with tensor, with the usual tolerance. */
    static Deviation between(String quantity, float[] actual, float[] expected) {
        if (actual.length != expected.length) {
            throw new IllegalArgumentException(
                    quantity + " has " + expected.length + " numbers in the file, and " + actual.length + " here");
        }
        double difference = 0;
        double magnitude = 0;
        for (int i = 0; i < actual.length; i++) {
            // Math.max keeps a NaN, so that one bad number is not lost among good ones.
            difference = Math.max(difference, Math.abs((double) actual[i] - expected[i]));
            magnitude = Math.max(magnitude, Math.abs((double) expected[i]));
        }
        return new Deviation(quantity, difference == 0 ? 0 : difference / magnitude, GoldenComparison.TOLERANCE);
    }

    /** Whether the error is a number within its own tolerance. */
    public boolean within() {
        return within(tolerance);
    }

    /** Whether the error is a number within another tolerance. */
    public boolean within(double tolerance) {
        return error <= tolerance;
    }
}
