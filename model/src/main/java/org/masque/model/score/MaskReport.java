package org.masque.model.score;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.masque.masking.score.Estimate;

/**
 * What one network's scores came to.
 *
 * @param network its name
 * @param kind what of it was scored: attention, or who found the parts
 * @param images how many were scored
 * @param scores means over the images that say something, with 95% confidence intervals, by name
 */
public record MaskReport(String network, String kind, int images, Map<String, Estimate> scores) {
    /**
     * Sums up.
     *
     * @param seed of the resampling
     */
    public static MaskReport of(ScoredNetwork network, List<ImageScore> scores, long seed) {
        Set<String> names = new LinkedHashSet<>();
        scores.forEach(score -> names.addAll(score.values().keySet()));
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        for (String name : names) {
            double[] values =
                    scores.stream().mapToDouble(score -> score.value(name)).toArray();
            estimates.put(name, Estimate.of(values, seed));
        }
        return new MaskReport(network.name(), network.kind(), scores.size(), estimates);
    }

    /** Strings, numbers, maps and nulls, ready for a JSON writer. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("network", network);
        map.put("kind", kind);
        map.put("images", images);
        Map<String, Object> estimates = new LinkedHashMap<>();
        scores.forEach((name, estimate) -> estimates.put(name, toMap(estimate)));
        map.put("scores", estimates);
        return map;
    }

    private static Map<String, @Nullable Object> toMap(Estimate estimate) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("mean", orNull(estimate.mean()));
        map.put("low", orNull(estimate.low()));
        map.put("high", orNull(estimate.high()));
        map.put("images", estimate.count());
        return map;
    }

    // JSON has no NaN.
    private static @Nullable Double orNull(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
