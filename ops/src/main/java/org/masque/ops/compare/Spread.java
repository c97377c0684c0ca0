package org.masque.ops.compare;

import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A figure of several seeds.
 *
 * @param values one a seed, in the order of the seeds; not copied
 */
record Spread(double[] values) {
    double mean() {
        return StatUtils.mean(values);
    }

    /** The standard deviation of a sample (n - 1); NaN of fewer than two values. */
    double deviation() {
        return values.length < 2 ? Double.NaN : Math.sqrt(StatUtils.variance(values));
    }

    /** Mean and standard deviation, times a factor. */
    String text(double factor, int digits) {
        String mean = String.format(Locale.ROOT, "%." + digits + "f", factor * mean());
        return values.length < 2
                ? mean
                : mean + String.format(Locale.ROOT, " ± %." + digits + "f", factor * deviation());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Spread spread && Arrays.equals(values, spread.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
