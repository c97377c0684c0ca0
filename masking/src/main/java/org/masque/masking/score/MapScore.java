package org.masque.masking.score;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How well the map of one image follows its object.
 *
 * @param share of the map's weight that lies on the object, 0 to 1; undecided pixels are left out
 * @param area of the object, the share that a map of equal weights has
 * @param iou intersection over union of the object with the heaviest patches, as many as the object has
 */
public record MapScore(double share, double area, double iou) {
    /**
     * Scores one map.
     *
     * @param map one weight of at least 0 per patch
     * @throws IllegalArgumentException if the lengths differ
     */
    public static MapScore of(float[] map, ObjectShares truth) {
        if (map.length != truth.patches()) {
            throw new IllegalArgumentException(
                    "a map of " + map.length + " weights for " + truth.patches() + " patches");
        }
        double on = 0;
        double off = 0;
        for (int patch = 0; patch < map.length; patch++) {
            on += map[patch] * truth.object()[patch];
            off += map[patch] * truth.background()[patch];
        }
        // A map without weight ranks nothing: as good as equal weights.
        double share = on + off > 0 ? on / (on + off) : truth.area();
        return new MapScore(share, truth.area(), iou(heaviest(map, truth.objectPatches()), truth));
    }

    /** How many times more weight the object has than its area would get: 1 is chance. */
    public double ratio() {
        return share / area;
    }

    /** Share less area: 0 is chance. */
    public double difference() {
        return share - area;
    }

    /** The {@code count} heaviest patches, the heaviest first; of equal ones the earlier. */
    public static int[] heaviest(float[] map, int count) {
        return IntStream.range(0, map.length)
                .boxed()
                .sorted(Comparator.comparing((Integer patch) -> -map[patch]))
                .limit(count)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static double iou(int[] chosen, ObjectShares truth) {
        double intersection = Arrays.stream(chosen)
                .mapToDouble(patch -> truth.object()[patch])
                .sum();
        double beside = Arrays.stream(chosen)
                .mapToDouble(patch -> truth.background()[patch])
                .sum();
        return intersection / (ObjectShares.sum(truth.object()) + beside);
    }
}
