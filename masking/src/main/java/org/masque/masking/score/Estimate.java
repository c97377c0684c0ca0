package org.masque.masking.score;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.masque.masking.Randomness;

/**
 * A mean, or another figure, over images with its 95% confidence interval.
 *
 * @param mean of the values, or the figure
 * @param low the interval's lower end
 * @param high the interval's upper end
 * @param count how many values, or images
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
        return of(known.length, images -> mean(known, images), seed);
    }

    /**
     * The same of what is no mean of values of images.
     *
     * @param count images, at least 1
     * @param figure of some images, one of which may be named several times
     */
    public static Estimate of(int count, ToDoubleFunction<int[]> figure, long seed) {
        SplittableRandom random = Randomness.of(seed, 0, count, Randomness.Purpose.BOOTSTRAP);
        double[] figures = new double[RESAMPLES];
        int[] images = new int[count];
        for (int resample = 0; resample < RESAMPLES; resample++) {
            Arrays.setAll(images, each -> random.nextInt(count));
            figures[resample] = figure.applyAsDouble(images);
        }
        Arrays.sort(figures);
        int tail = (int) (RESAMPLES * TAIL);
        Arrays.setAll(images, each -> each);
        return new Estimate(figure.applyAsDouble(images), figures[tail], figures[RESAMPLES - 1 - tail], count);
    }

    private static double mean(double[] values, int[] images) {
        double sum = 0;
        for (int image : images) {
            sum += values[image];
        }
        return sum / images.length;
    }
}
