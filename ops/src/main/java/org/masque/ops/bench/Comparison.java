package org.masque.ops.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The same work, timed by us and by the yardstick in turn.
 *
 * @param kind of work
 * @param size of the network
 * @param batch images
 * @param threads of either
 * @param ours median milliseconds of each round
 * @param theirs the same
 */
public record Comparison(
        Kind kind, BenchmarkSize size, int batch, int threads, List<Double> ours, List<Double> theirs) {
    /** What is compared. */
    public enum Kind {
        /** A step of MAE. */
        MAE,
        /** A step of AMT, masking and throwing. */
        AMT,
        /** The attention maps of whole images. */
        ATTENTION;

        List<String> yardstickArguments() {
            return this == ATTENTION ? List.of("--attention") : List.of("--method", name().toLowerCase(Locale.ROOT));
        }
    }

    /** How many times faster we are: the ratio of the medians over the rounds. */
    public double ratio() {
        return Median.of(theirs) / Median.of(ours);
    }

    private double ratioOfRound(int round) {
        return theirs.get(round) / ours.get(round);
    }

    /** The head of {@link #text}. */
    public static String header() {
        return String.format(
                Locale.ROOT,
                "%-10s %-6s %5s %7s %12s %12s %6s  %s",
                "what",
                "size",
                "batch",
                "threads",
                "ours img/s",
                "peer img/s",
                "ratio",
                "rounds");
    }

    /** One line for a person; the last column are the ratios of the single rounds. */
    public String text() {
        StringBuilder rounds = new StringBuilder();
        for (int round = 0; round < ours.size(); round++) {
            rounds.append(String.format(Locale.ROOT, "%s%.2f", round == 0 ? "" : " ", ratioOfRound(round)));
        }
        return String.format(
                Locale.ROOT,
                "%-10s %-6s %5d %7d %12.1f %12.1f %6.2f  %s",
                kind.name().toLowerCase(Locale.ROOT),
                size.name().toLowerCase(Locale.ROOT),
                batch,
                threads,
                batch / Median.of(ours) * 1000,
                batch / Median.of(theirs) * 1000,
                ratio(),
                rounds);
    }

    /** One JSON line. */
    public String json() throws JsonProcessingException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("what", kind.name().toLowerCase(Locale.ROOT));
        line.put("size", size.name().toLowerCase(Locale.ROOT));
        line.put("batch", batch);
        line.put("threads", threads);
        line.put("median_ms", Median.of(ours));
        line.put("peer_median_ms", Median.of(theirs));
        line.put("ratio", ratio());
        line.put("rounds_ms", ours);
        line.put("peer_rounds_ms", theirs);
        return new ObjectMapper().writeValueAsString(line);
    }
}
