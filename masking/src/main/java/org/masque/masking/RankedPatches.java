package org.masque.masking;

import java.util.SplittableRandom;

/** The patches of a view from the heaviest to the lightest; equal ones in random order. */
final class RankedPatches {
    private RankedPatches() {}

    /** All patches, the heaviest first. */
    static int[] descending(MaskContext context, SplittableRandom random) {
        float[] weights = UsableMap.of(context);
        int[] shuffled = WeightedOrder.uniform(weights.length, random);
        double[] keys = new double[weights.length];
        for (int place = 0; place < keys.length; place++) {
            // Ties stay in shuffled order.
            keys[place] = -weights[shuffled[place]];
        }
        int[] places = StableOrder.ascending(keys);
        int[] ranked = new int[places.length];
        for (int i = 0; i < ranked.length; i++) {
            ranked[i] = shuffled[places[i]];
        }
        return ranked;
    }
}
