package org.masque.masking.score;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.masque.masking.Randomness;

/**
 * A mean over images with its 95% confidence interval.
 *
 * @param mean of the values
 * @param low the interval's lower end
 * @param high the interval's upper end
 * @param count how many values
 */
public record Estimate(double mean, double low, double high, int count) {
    private static final int RESAMPLES = 2_000;
    private static final double TAIL = 0.025;

    /**
     * Resamples the images with replacement and takes the percentiles of the means (Efron's percentile bootstrap).
     *
     * @param values one an image; those that are not a number are left out. Without any the estimate is NaN
     * @param seed of the resampling; the same gives the same interval
     */
    public static Estimate of(double[] values, long seed) {
        double[] known = Arrays.stream(values).filter(Double::isFinite).toArray();
        if (known.length == 0) {
            return new Estimate(Double.NaN, Double.NaN, Double.NaN, 0);
        }
        SplittableRandom random = Randomness.of(seed, 0, known.length, Randomness.Purpose.BOOTSTRAP);
        double[] means = new double[RESAMPLES];
        Arrays.setAll(means, resample -> resampledMean(known, random));
        Arrays.sort(means);
        int tail = (int) (RESAMPLES * TAIL);
        return new Estimate(
                ObjectShares.sum(known) / known.length, means[tail], means[RESAMPLES - 1 - tail], known.length);
    }

    private static double resampledMean(double[] values, SplittableRandom random) {
        double sum = 0;
        for (int each = 0; each < values.length; each++) {
            sum += values[random.nextInt(values.length)];
        }
        return sum / values.length;
    }
}
