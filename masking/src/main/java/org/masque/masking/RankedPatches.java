package org.masque.masking;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;

/** The patches of a view from the heaviest to the lightest; equal ones in random order. */
final class RankedPatches {
    private RankedPatches() {}

    /** All patches, the heaviest first. */
    static int[] descending(MaskContext context, SplittableRandom random) {
        float[] weights = UsableMap.of(context);
        // Stable, so that ties stay in shuffled order.
        return Arrays.stream(WeightedOrder.uniform(weights.length, random))
                .boxed()
                .sorted(Comparator.comparing(patch -> -weights[patch]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
