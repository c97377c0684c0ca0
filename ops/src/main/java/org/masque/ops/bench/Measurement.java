package org.masque.ops.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a benchmark found, in the words of the yardstick.
 *
 * @param what was measured
 * @param size of the network or the views
 * @param batch images a repetition
 * @param threads that worked
 * @param nanos of each repetition, warm-up left out
 */
public record Measurement(String what, String size, int batch, int threads, long[] nanos) {
    private static final double NANOS_PER_MILLI = 1e6;

    /** The middle repetition (the upper one of two), as the yardstick takes it. */
    public double medianMillis() {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2] / NANOS_PER_MILLI;
    }

    /** The shortest repetition. */
    public double bestMillis() {
        return Arrays.stream(nanos).min().orElseThrow() / NANOS_PER_MILLI;
    }

    /** At the median. */
    public double imagesPerSecond() {
        return batch / medianMillis() * 1000;
    }

    /** One JSON line. */
    public String json() throws JsonProcessingException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("what", what);
        line.put("size", size);
        line.put("batch", batch);
        line.put("threads", threads);
        line.put("median_ms", rounded(medianMillis()));
        line.put("best_ms", rounded(bestMillis()));
        line.put("images_per_s", rounded(imagesPerSecond()));
        return new ObjectMapper().writeValueAsString(line);
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    /** One line for a person. */
    public String text() {
        return String.format(
                Locale.ROOT,
                "%s %s, batch %d, %d threads: median %.2f ms, best %.2f ms, %.1f images/s",
                what,
                size,
                batch,
                threads,
                medianMillis(),
                bestMillis(),
                imagesPerSecond());
    }
}
