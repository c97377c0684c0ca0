package org.masque.config;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of numbers.
 *
 * @param low the lower end, or minus infinity
 * @param lowIncluded whether the lower end belongs to it
 * @param high the upper end, or infinity
 * @param highIncluded whether the upper end belongs to it
 */
record Interval(double low, boolean lowIncluded, double high, boolean highIncluded) {
    /** All numbers, but neither infinity nor NaN. */
    static final Interval FINITE = new Interval(Double.NEGATIVE_INFINITY, false, Double.POSITIVE_INFINITY, false);

    private static final Pattern NOTATION = Pattern.compile("([\\[(])(\\S+), (\\S+)([\\])])");

    /** Reads the usual notation: {@code [0, 1)} holds 0 and not 1, {@code inf} is infinity. */
    static Interval parse(String notation) {
        Matcher parts = NOTATION.matcher(notation);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not an interval: " + notation);
        }
        return new Interval(
                end(parts.group(2)),
                parts.group(1).equals("["),
                end(parts.group(3)),
                parts.group(4).equals("]"));
    }

    private static double end(String text) {
        return text.equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }

    /** Whether the value lies in it; NaN lies in none. */
    boolean contains(double value) {
        boolean aboveLow = lowIncluded ? value >= low : value > low;
        boolean belowHigh = highIncluded ? value <= high : value < high;
        return aboveLow && belowHigh;
    }

    /** In words that follow a noun, for instance " above 0 and at most 1"; empty for {@link #FINITE}. */
    String words() {
        String lower = Double.isInfinite(low) ? "" : (lowIncluded ? " at least " : " above ") + plain(low);
        String upper = Double.isInfinite(high) ? "" : (highIncluded ? " at most " : " below ") + plain(high);
        return lower + (lower.isEmpty() || upper.isEmpty() ? "" : " and") + upper;
    }

    private static String plain(double end) {
        return BigDecimal.valueOf(end).stripTrailingZeros().toPlainString();
    }
}
