package org.masque.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number with a comma where HOCON needs a point: to HOCON the comma ends the value, and what it says then does not
 * help.
 *
 * @param written for instance {@code 0,75}
 */
public record DecimalComma(String written) {
    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d+,\\d+(?:[eE][-+]?\\d+)?");
    private static final Pattern VALUE = Pattern.compile("[=:]\\s*\"?(" + NUMBER + ")\"?(?=\\s*(?:$|[#}\\],]|//|\\w))");

    /** The one in {@code KEY=VALUE}, or in a line of a recipe; a list of whole numbers holds none. */
    public static Optional<DecimalComma> in(String line) {
        Matcher value = VALUE.matcher(line);
        return value.find() ? Optional.of(new DecimalComma(value.group(1))) : Optional.empty();
    }

    /** A value that is one as a whole. */
    public static Optional<DecimalComma> of(String value) {
        String stripped = value.strip();
        return NUMBER.matcher(stripped).matches() ? Optional.of(new DecimalComma(stripped)) : Optional.empty();
    }

    /** What is wrong. */
    public String message() {
        return written + " is written with a comma";
    }

    /** What to write. */
    public String remedy() {
        return "write " + written.replace(',', '.') + ": numbers have a decimal point";
    }
}
