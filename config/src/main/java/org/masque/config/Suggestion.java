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
    public static Optional<String> nearest(String wrong, Iterable<String> known) {
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
                / Math.max(1, plain(wrongLast).length());
        double fulls = edits(plain(wrong), plain(name))
                / (double) Math.max(1, plain(wrong).length());
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

    /** Insertions, deletions, replacements and swaps of two neighbours that turn one text into the other. */
    public static int edits(String from, String to) {
        int[][] edits = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : fewest(edits, from, to, i, j);
            }
        }
        return edits[from.length()][to.length()];
    }

    private static int fewest(int[][] edits, String from, String to, int i, int j) {
        int replaced = edits[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        int fewest = Math.min(replaced, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(fewest, 1 + edits[i - 2][j - 2]) : fewest;
    }
}
