package org.masque.config;

import java.util.Locale;
import java.util.Optional;

/** Finds what somebody who wrote a wrong name probably meant. */
public final class Suggestion {
    /** Edits, as a share of the length, above which two names are simply different. */
    private static final double FARTHEST = 0.4;
    /** What a name in another section is farther away, in edits: less than any edit. */
    private static final double OTHER_SECTION = 0.5;

    private Suggestion() {}

    /** The known name nearest to {@code wrong}, or nothing where all are far. */
    static Optional<String> nearest(String wrong, Iterable<String> known) {
        String best = "";
        double bestDistance = FARTHEST;
        for (String name : known) {
            double distance = distance(wrong, name);
            if (distance < bestDistance) {
                best = name;
                bestDistance = distance;
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    /** Counts edits between the full names and between the last parts, and takes the smaller share. */
    private static double distance(String wrong, String name) {
        String wrongLast = last(wrong);
        String nameLast = last(name);
        boolean sameSection = wrong.length() - wrongLast.length() == name.length() - nameLast.length()
                && wrong.startsWith(name.substring(0, name.length() - nameLast.length()));
        double penalty = sameSection ? 0 : OTHER_SECTION;
        if (plain(wrongLast).equals(initials(nameLast))) {
            return penalty / 2;
        }
        double lasts = (edits(plain(wrongLast), plain(nameLast)) + penalty)
                / plain(wrongLast).length();
        double fulls = edits(plain(wrong), plain(name)) / (double) plain(wrong).length();
        return Math.min(lasts, fulls);
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** Without case, dots, hyphens and underscores: {@code mask_ratio} and {@code maskRatio} are the same. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[._-]", "");
    }

    /** {@code lr} for {@code learningRate}. */
    private static String initials(String name) {
        return name.replaceAll("(?<!^)[a-z0-9]", "").toLowerCase(Locale.ROOT);
    }

    /** Levenshtein's distance: insertions, deletions and replacements that turn one text into the other. */
    public static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
