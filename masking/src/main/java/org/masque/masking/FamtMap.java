package org.masque.masking;

import java.util.Arrays;

/** Turns the last block's attention into FAMT's weight per patch: a class part and an image part (spec 3.7). */
public final class FamtMap {
    private FamtMap() {}

    /**
     * Adds both parts. With A the softmax of head h, and means over patches q and over heads: the class part is the
     * mean of A[cls, l] times the mean of A[q, cls]; the image part is the mean over q of A[q, l] times A[cls, cls].
     *
     * @param attention H heads x T queries x T keys, the class token first, T = L + 1; not changed
     * @param heads H, at least 1
     * @return a weight per patch, length L, at least 0; not stretched
     * @throws IllegalArgumentException if the length is not H squares, or a value is not finite
     */
    public static double[] ofHeads(float[] attention, int heads) {
        int tokens = (int) Math.round(Math.sqrt(attention.length / (double) Math.max(1, heads)));
        if (heads < 1 || tokens < 2 || attention.length != heads * tokens * tokens) {
            throw new IllegalArgumentException(
                    attention.length + " attention values do not make squares for " + heads + " heads");
        }
        double[] map = new double[tokens - 1];
        for (int head = 0; head < heads; head++) {
            addHead(attention, head * tokens * tokens, tokens, map);
        }
        for (int patch = 0; patch < map.length; patch++) {
            map[patch] /= heads;
            if (!Double.isFinite(map[patch])) {
                throw new IllegalArgumentException("attention to patch " + patch + " is " + map[patch]
                        + ": the weights of the encoder are damaged");
            }
        }
        return map;
    }

    private static void addHead(float[] attention, int from, int tokens, double[] map) {
        double[] ofPatches = new double[tokens];
        for (int query = 1; query < tokens; query++) {
            for (int key = 0; key < tokens; key++) {
                ofPatches[key] += (double) attention[from + query * tokens + key] / map.length;
            }
        }
        for (int patch = 0; patch < map.length; patch++) {
            map[patch] += attention[from + 1 + patch] * ofPatches[0] + ofPatches[1 + patch] * attention[from];
        }
    }

    /** Divides by the largest weight; a map of zeros becomes one of ones. */
    public static float[] largestIsOne(double[] weights) {
        double largest = Arrays.stream(weights).max().orElse(0);
        float[] map = new float[weights.length];
        for (int patch = 0; patch < map.length; patch++) {
            map[patch] = largest > 0 ? (float) (weights[patch] / largest) : 1;
        }
        return map;
    }
}
