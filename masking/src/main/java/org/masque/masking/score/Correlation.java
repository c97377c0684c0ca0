package org.masque.masking.score;

/** How alike two maps are. */
public final class Correlation {
    private Correlation() {}

    /**
     * Pearson's correlation, -1 to 1; NaN where a map is constant, since it ranks nothing.
     *
     * @param one a weight per patch
     * @param other as many
     */
    public static double of(float[] one, float[] other) {
        if (one.length != other.length) {
            throw new IllegalArgumentException("maps of " + one.length + " and " + other.length + " weights");
        }
        double firstMean = mean(one);
        double secondMean = mean(other);
        double both = 0;
        double first = 0;
        double second = 0;
        for (int patch = 0; patch < one.length; patch++) {
            double a = one[patch] - firstMean;
            double b = other[patch] - secondMean;
            both += a * b;
            first += a * a;
            second += b * b;
        }
        return first == 0 || second == 0 ? Double.NaN : Math.max(-1, Math.min(1, both / Math.sqrt(first * second)));
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
