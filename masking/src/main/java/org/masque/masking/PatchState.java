package org.masque.masking;

/** What happens to a patch: one byte each, row by row. */
public final class PatchState {
    /** Goes through the encoder. */
    public static final byte VISIBLE = 0;

    /** Hidden from the encoder and predicted. */
    public static final byte MASKED = 1;

    /** Neither encoded, nor decoded, nor in the loss (AMT, spec 3.5). */
    public static final byte THROWN = -1;

    private PatchState() {}

    /** Counts the patches in the given state. */
    public static int count(byte[] states, byte state) {
        int count = 0;
        for (byte each : states) {
            if (each == state) {
                count++;
            }
        }
        return count;
    }

    /** Lists the patches in the given state, in ascending order. */
    public static int[] patches(byte[] states, byte state) {
        int[] patches = new int[count(states, state)];
        int next = 0;
        for (int patch = 0; patch < states.length; patch++) {
            if (states[patch] == state) {
                patches[next++] = patch;
            }
        }
        return patches;
    }
}
