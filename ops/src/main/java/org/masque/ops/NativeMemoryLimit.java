package org.masque.ops;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.masque.model.tensor.TensorLedger;

/**
 * Reads {@code -Dmasque.maxNativeBytes}: how much memory outside the heap tensors may hold, as the JVM writes sizes.
 */
final class NativeMemoryLimit {
    static final String PROPERTY = "masque.maxNativeBytes";

    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})([kmg]?)");

    private NativeMemoryLimit() {}

    /** Lets the tensors of this process keep to the property, if it is set. */
    static void apply() {
        String value = System.getProperty(PROPERTY);
        if (value != null) {
            TensorLedger.limitTo(parse(value));
        }
    }

    static long parse(String value) {
        Matcher size = SIZE.matcher(value.strip().toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            throw new UsageException("-D" + PROPERTY + "=" + value + ": give bytes, or 512m, or 6g; 0 is no limit");
        }
        int shift = switch (size.group(2)) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            default -> 0;
        };
        return Math.multiplyExact(Long.parseLong(size.group(1)), 1L << shift);
    }
}
