package org.masque.ops.progress;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a person sees of what was printed, on a terminal that knows line feed and carriage return. */
final class Screen {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    PrintStream stream() {
        return new PrintStream(printed, true, StandardCharsets.UTF_8);
    }

    /** Its lines, without the spaces at their ends. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (String line : printed.toString(StandardCharsets.UTF_8).split("\n", -1)) {
            StringBuilder seen = new StringBuilder();
            for (String part : line.split("\r", -1)) {
                seen.replace(0, Math.min(part.length(), seen.length()), part);
            }
            lines.add(seen.toString().stripTrailing());
        }
        return lines;
    }
}
