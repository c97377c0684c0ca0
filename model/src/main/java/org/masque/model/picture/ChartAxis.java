package org.masque.model.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One axis of a chart: its range, and where round numbers lie on it.
 *
 * @param low the least value shown
 * @param high the largest, above {@code low}
 * @param step from one round number to the next
 */
record ChartAxis(double low, double high, double step) {
    private static final int LEAST_TICKS = 4;
    private static final double[] ROUND = {5, 2.5, 2, 1};

    /** An axis that shows all values from {@code least} to {@code most}, and ends on round numbers. */
    static ChartAxis over(double least, double most) {
        double span = most > least ? most - least : Math.max(1e-6, Math.abs(most));
        double step = step(span);
        double low = Math.floor(least / step + 1e-9) * step;
        double high = Math.ceil(most / step - 1e-9) * step;
        return new ChartAxis(low, high > low ? high : low + step, step);
    }

    /** An axis that begins at 0 and ends with the last value. */
    static ChartAxis fromZero(double most) {
        double end = most > 0 ? most : 1;
        return new ChartAxis(0, end, step(end));
    }

    private static double step(double span) {
        double power = Math.pow(10, Math.floor(Math.log10(span)));
        for (double scale = power; ; scale /= 10) {
            for (double round : ROUND) {
                if (span / (round * scale) >= LEAST_TICKS) {
                    return round * scale;
                }
            }
        }
    }

    /** The round numbers within the axis. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        for (long k = (long) Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) {
            ticks.add(k * step);
        }
        return ticks;
    }

    /** Where a value lies, 0 at the low end and 1 at the high one. */
    double place(double value) {
        return (value - low) / (high - low);
    }

    /** A round number for people: 50k, 1.5M, 0.25. */
    String label(double value) {
        if (Math.abs(value) < step / 2) {
            return "0";
        }
        if (high >= 1e6) {
            return trimmed(value / 1e6, step / 1e6) + "M";
        }
        if (high >= 1e4) {
            return trimmed(value / 1e3, step / 1e3) + "k";
        }
        return trimmed(value, step);
    }

    private static String trimmed(double value, double step) {
        int digits = 0;
        for (double scaled = step; digits < 6 && Math.abs(scaled - Math.rint(scaled)) > 1e-6 * scaled; digits++) {
            scaled *= 10;
        }
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
