package org.masque.model.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How much room there is, and how to say it. */
public final class DiskSpace {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

    private DiskSpace() {}

    /** The bytes free to this process where {@code path} is, or will be. */
    static long free(Path path) throws IOException {
        @Nullable Path existing = path.toAbsolutePath();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null) {
            throw new IOException("no existing folder above " + path);
        }
        return Files.getFileStore(existing).getUsableSpace();
    }

    /** For a message about a failure, which must not fail itself. */
    public static String freeText(Path path) {
        try {
            return text(free(path)) + " free";
        } catch (IOException unknown) {
            return "free space unknown (" + unknown.getMessage() + ")";
        }
    }

    /** As people write it: 1.3 GB; decimal units. */
    static String text(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double value = bytes / 1000.0;
        int unit = 0;
        while (value >= 999.95 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }
}
