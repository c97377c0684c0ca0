package org.masque.masking;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The weights of a view, or ones where there are none that could decide anything. */
final class UsableMap {
    private UsableMap() {}

    /** One weight per patch, finite and at least 0; all ones where the map is absent, not a number or constant. */
    static float[] of(MaskContext context) {
        int patches = context.grid().patches();
        float @Nullable [] weights = context.weights();
        if (weights != null && weights.length != patches) {
            throw new IllegalArgumentException(
                    "a map of " + weights.length + " weights for a view of " + patches + " patches");
        }
        return weights != null && decides(weights) ? weights : ones(patches);
    }

    // A map that is not a number somewhere, or says nothing, must not decide: sorting NaN keys would put those
    // patches in a fixed place.
    private static boolean decides(float[] weights) {
        boolean varies = false;
        for (float weight : weights) {
            if (!(weight >= 0 && weight <= Float.MAX_VALUE)) {
                return false;
            }
            varies |= weight != weights[0];
        }
        return varies;
    }

    private static float[] ones(int patches) {
        float[] ones = new float[patches];
        Arrays.fill(ones, 1);
        return ones;
    }
}
