package org.masque.masking;

import java.util.Arrays;

/** Turns the attention of the class token into one weight per patch (AMT; spec 3.1, steps 3 and 4). */
public final class AttentionMap {
    private AttentionMap() {}

    /**
     * Averages over heads, after each head was stretched to [0, 1].
     *
     * <p>A head that is the same on all patches ranks nothing and is left out; if all are, every weight is 1.
     *
     * @param attention H heads x L patches, head by head: how much the class token attends to each patch after the
     *     softmax; not changed
     * @param heads H, at least 1
     * @return the map, length L, each weight in [0, 1]
     * @throws IllegalArgumentException if the length is not a multiple of H, or a value is not finite
     */
    public static float[] ofHeads(float[] attention, int heads) {
        requireHeads(attention, heads);
        double[] sum = new double[attention.length / heads];
        int ranking = 0;
        for (int head = 0; head < heads; head++) {
            if (addStretched(attention, head * sum.length, sum)) {
                ranking++;
            }
        }
        float[] map = new float[sum.length];
        Arrays.fill(map, 1);
        for (int patch = 0; patch < map.length && ranking > 0; patch++) {
            map[patch] = (float) (sum[patch] / ranking);
        }
        return map;
    }

    /**
     * Averages over heads as they are (AttMask, spec 5.5).
     *
     * @param attention as of {@link #ofHeads}
     * @return the map, length L, each weight in [0, 1]
     * @throws IllegalArgumentException if the length is not a multiple of H, or a value is not finite
     */
    public static float[] meanOfHeads(float[] attention, int heads) {
        requireHeads(attention, heads);
        float[] map = new float[attention.length / heads];
        for (int patch = 0; patch < map.length; patch++) {
            double sum = 0;
            for (int head = 0; head < heads; head++) {
                sum += finite(attention[head * map.length + patch], patch);
            }
            map[patch] = (float) (sum / heads);
        }
        return map;
    }

    private static void requireHeads(float[] attention, int heads) {
        if (heads < 1 || attention.length == 0 || attention.length % heads != 0) {
            throw new IllegalArgumentException(attention.length + " attention values do not make " + heads + " heads");
        }
    }

    private static float finite(float value, int patch) {
        if (!Float.isFinite(value)) {
            throw new IllegalArgumentException(
                    "attention to patch " + patch + " is " + value + ": the weights of the encoder are damaged");
        }
        return value;
    }

    // Returns false, and adds nothing, for a constant head: its stretch would be 0/0.
    private static boolean addStretched(float[] attention, int from, double[] sum) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int patch = 0; patch < sum.length; patch++) {
            float value = finite(attention[from + patch], patch);
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        if (least == most) {
            return false;
        }
        for (int patch = 0; patch < sum.length; patch++) {
            sum[patch] += (attention[from + patch] - least) / (most - least);
        }
        return true;
    }
}
