package org.masque.ops.score;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.masque.masking.score.Estimate;
import org.masque.model.score.MaskReport;
import org.masque.model.score.ScoredNetwork;
import org.masque.model.score.Scores;

/**
 * Shows reports to people: a block for each score, a line for each network.
 *
 * @param reports at least one
 */
public record ScoreTable(List<MaskReport> reports) {
    /** The table, ending without a line break. */
    public String text() {
        int widest =
                reports.stream().mapToInt(report -> name(report).length()).max().orElse(0);
        Set<String> names = new LinkedHashSet<>();
        reports.forEach(report -> names.addAll(report.scores().keySet()));
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            text.append(text.isEmpty() ? "" : "\n").append(title(name)).append('\n');
            for (MaskReport report : reports) {
                Estimate estimate = report.scores().get(name);
                if (estimate != null && estimate.count() > 0) {
                    text.append(line(name(report), widest, estimate)).append('\n');
                }
            }
        }
        return text.toString().stripTrailing();
    }

    // Attention and yardsticks are known by their names.
    private static String name(MaskReport report) {
        return name(report.network(), report.kind());
    }

    /** What is scored, for people. */
    static String name(String network, String kind) {
        return Set.of(ScoredNetwork.ATTENTION, ScoredNetwork.YARDSTICK).contains(kind)
                ? network
                : network + ": " + kind;
    }

    private static String line(String network, int widest, Estimate estimate) {
        return String.format(
                Locale.ROOT,
                "  %-" + widest + "s  %7.3f  [%.3f, %.3f]  %d images",
                network,
                estimate.mean(),
                estimate.low(),
                estimate.high(),
                estimate.count());
    }

    private static String title(String name) {
        String plain =
                name.endsWith(Scores.SHUFFLED) ? name.substring(0, name.length() - Scores.SHUFFLED.length()) : name;
        return explained(plain) + (plain.equals(name) ? "" : ", labels shuffled");
    }

    private static String explained(String name) {
        return switch (name) {
            case Scores.SHARE -> "Weight on the object (share)";
            case Scores.AREA -> "Area of the object (share of what is counted)";
            case Scores.RATIO -> "Weight on the object / its area (1: chance)";
            case Scores.DIFFERENCE -> "Weight on the object - its area (0: chance)";
            case Scores.IOU -> "IoU of the heaviest patches with the object";
            case Scores.PURITY -> "Purity of the parts (share on the side of their part)";
            case Scores.HEAD -> "Head box in the part that covers most of it (share)";
            case Scores.INFORMATION -> "Mutual information of parts with the true parts (normalised)";
            default -> shifted(name);
        };
    }

    private static String shifted(String name) {
        String what = name.replaceAll("\\d+$", "");
        String pixels = name.substring(what.length());
        return (Scores.mapStability(0).startsWith(what)
                        ? "Correlation of the map after a shift"
                        : "Agreement of the parts after a shift")
                + " of " + pixels + (pixels.equals("1") ? " pixel" : " pixels");
    }
}
