package org.masque.actors.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/**
 * What a node tells of its runs: as many as go into one message, and no endless texts.
 *
 * @param leftOut runs that did not go in
 * @param runs the first ones
 */
record Publication(int leftOut, List<RunReport> runs) {
    private static final int MOST_RUNS = 256;
    private static final int MOST_BYTES = 96 * 1024;
    private static final int LONGEST_TEXT = 300;
    // The number of the class and the lengths of four texts.
    private static final int OVERHEAD = 16;

    static Publication of(List<RunReport> all) {
        List<RunReport> told = new ArrayList<>();
        int bytes = 0;
        for (RunReport run : all) {
            RunReport clipped = clipped(run);
            bytes += size(clipped);
            if (told.size() == MOST_RUNS || bytes > MOST_BYTES) {
                break;
            }
            told.add(clipped);
        }
        return new Publication(all.size() - told.size(), List.copyOf(told));
    }

    private static RunReport clipped(RunReport run) {
        return new RunReport(run.name(), run.folder(), run.status(), clipped(run.message()));
    }

    /** The beginning of a text that is long; never half a character. */
    static String clipped(String text) {
        if (text.length() <= LONGEST_TEXT) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1)) ? LONGEST_TEXT - 1 : LONGEST_TEXT;
        return text.substring(0, end) + "...";
    }

    private static int size(RunReport run) {
        return OVERHEAD + length(run.name()) + length(run.folder()) + length(run.status()) + length(run.message());
    }

    private static int length(String text) {
        return text.getBytes(UTF_8).length;
    }
}
