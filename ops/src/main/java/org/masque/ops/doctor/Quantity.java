package org.masque.ops.doctor;

import java.util.Locale;

/** Numbers as a person reads them. */
final class Quantity {
    private static final double GIB = 1L << 30;
    private static final double MIB = 1L << 20;

    private Quantity() {}

    static String bytes(long bytes) {
        return bytes >= GIB
                ? String.format(Locale.ROOT, "%.1f GiB", bytes / GIB)
                : String.format(Locale.ROOT, "%.0f MiB", bytes / MIB);
    }
}
