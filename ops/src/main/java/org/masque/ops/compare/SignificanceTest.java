package org.masque.ops.compare;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.inference.TTest;

/** Whether two recipes differ by more than their seeds do. */
final class SignificanceTest {
    private static final double ROUNDING = 1e-18;

    private SignificanceTest() {}

    /**
     * Welch's two-sided t-test (Biometrika 34, 1947): the seeds of both are independent, their variances may differ.
     *
     * @return the p value; NaN with fewer than two seeds of either, or where nothing varies
     */
    static double welch(Spread one, Spread other) {
        if (one.values().length < 2 || other.values().length < 2) {
            return Double.NaN;
        }
        boolean varies = varies(one.values()) || varies(other.values());
        return varies ? new TTest().tTest(one.values(), other.values()) : Double.NaN;
    }

    // Accuracies of some hundred images are often equal; the rest is rounding, of which the test would make certainty.
    private static boolean varies(double... values) {
        return StatUtils.variance(values) > ROUNDING;
    }

    /**
     * Student's two-sided t-test of the differences seed by seed: a seed draws the same starting weights and the same
     * order of images for both, where the networks have the same sizes.
     *
     * @return the p value; NaN with fewer than two seeds, with other numbers of them, or where the differences do not
     *     vary
     */
    static double paired(Spread one, Spread other) {
        if (one.values().length < 2 || one.values().length != other.values().length) {
            return Double.NaN;
        }
        double[] differences = new double[one.values().length];
        Arrays.setAll(differences, seed -> one.values()[seed] - other.values()[seed]);
        return varies(differences) ? new TTest().pairedTTest(one.values(), other.values()) : Double.NaN;
    }

    /**
     * Holm's step-down correction (Scandinavian Journal of Statistics 6, 1979) of p values that are looked at together.
     *
     * @param p values, those that are not a number stay so and do not count; not changed
     * @return the corrected ones, in the same order, at most 1
     */
    static double[] holm(double[] p) {
        double[] corrected = p.clone();
        int[] order = IntStream.range(0, p.length)
                .filter(each -> !Double.isNaN(p[each]))
                .boxed()
                .sorted(Comparator.comparing(each -> p[each]))
                .mapToInt(Integer::intValue)
                .toArray();
        double largest = 0;
        for (int rank = 0; rank < order.length; rank++) {
            largest = Math.max(largest, Math.min(1, (order.length - rank) * p[order[rank]]));
            corrected[order[rank]] = largest;
        }
        return corrected;
    }

    /** For people: a p value, or why there is none. */
    static String text(double p, int seeds) {
        if (seeds < 2) {
            return "not enough seeds";
        }
        if (Double.isNaN(p)) {
            return "no spread";
        }
        return p < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", p);
    }
}
