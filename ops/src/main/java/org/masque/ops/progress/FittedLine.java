package org.masque.ops.progress;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A line put together from whole parts and a bar. Where it is too narrow, the parts that were added as the least needed
 * are left out first, so that no figure is ever cut in two. Not safe for several threads.
 */
final class FittedLine {
    private static final int NARROWEST_BAR = 10;
    private static final int WIDEST_BAR = 40;
    private static final String BETWEEN = "  ";

    private final List<Part> parts = new ArrayList<>();

    // The rank says when it goes: the highest first, rank 0 never. A bar's text is empty, its share is not NaN.
    private record Part(int rank, String text, double share) {
        boolean isBar() {
            return !Double.isNaN(share);
        }

        int narrowest() {
            return isBar() ? NARROWEST_BAR + 2 : text.length();
        }
    }

    /** Adds a part after the others; an empty one is left out. */
    FittedLine add(int rank, String text) {
        if (!text.isEmpty()) {
            parts.add(new Part(rank, text, Double.NaN));
        }
        return this;
    }

    /**
     * Adds a bar after the others, which takes the room they leave.
     *
     * @param share that is done, 0 to 1
     */
    FittedLine bar(int rank, double share) {
        parts.add(new Part(rank, "", Math.min(1, Math.max(0, share))));
        return this;
    }

    /** All parts, without a bar. */
    String whole() {
        return String.join(
                BETWEEN,
                parts.stream().filter(part -> !part.isBar()).map(Part::text).toList());
    }

    /** What fits into so many columns, and is needed most. */
    String within(int columns) {
        List<Part> kept = new ArrayList<>(parts);
        while (width(kept) > columns && kept.size() > 1) {
            kept.remove(kept.stream().max(Comparator.comparingInt(Part::rank)).orElseThrow());
        }
        int room = Math.min(WIDEST_BAR, NARROWEST_BAR + columns - width(kept));
        String line = String.join(
                BETWEEN,
                kept.stream()
                        .map(part -> part.isBar() ? drawn(part.share(), room) : part.text())
                        .toList());
        return line.substring(0, Math.min(line.length(), columns));
    }

    private static int width(List<Part> kept) {
        return kept.stream().mapToInt(Part::narrowest).sum() + BETWEEN.length() * (kept.size() - 1);
    }

    private static String drawn(double share, int room) {
        int full = (int) (share * room);
        String tip = full < room ? ">" + " ".repeat(room - full - 1) : "";
        return "[" + "=".repeat(full) + tip + "]";
    }
}
