package org.masque.config;

/**
 * The two ends of a range to draw from, in HOCON a list {@code [min, max]}.
 *
 * @param min the smallest value
 * @param max the largest value, not below {@code min}
 */
public record Span(double min, double max) {
    public Span {
        if (!(min <= max)) {
            throw new IllegalArgumentException(
                    "[" + min + ", " + max + "]: the first number must not exceed the second");
        }
    }
}
