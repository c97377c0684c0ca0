package org.masque.masking;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Derives every random number of a run from what it is for, never from a thread or from what was drawn before.
 *
 * <p>So a view, a mask or an order is the same whichever thread makes it, and after kill and resume.
 */
public final class Randomness {
    /** What the numbers are for; each purpose has its own stream. */
    public enum Purpose {
        ORDER(1),
        VIEW(2),
        MASK(3),
        WEIGHTS(4),
        SHAPES(5),
        PROBE(6),
        SUBSET(8),
        BATCH(9),
        DEPTH(10),
        PARTS(11),
        BOOTSTRAP(12);

        // A number of its own, so that a new purpose never changes the stream of an old one.
        private final int stream;

        Purpose(int stream) {
            this.stream = stream;
        }
    }

    private Randomness() {}

    /** The generator for one sample in one epoch. */
    public static SplittableRandom of(long seed, int epoch, long sample, Purpose purpose) {
        long state = mix(seed + 0x9E3779B97F4A7C15L * purpose.stream);
        state = mix(state ^ mix(epoch + 0xD1B54A32D192ED03L));
        state = mix(state ^ mix(sample + 0x8CB92BA72F3D8DD7L));
        return new SplittableRandom(state);
    }

    /** Draws an order of the numbers 0 to {@code size - 1}, all orders alike (Fisher and Yates). */
    public static int[] order(int size, SplittableRandom random) {
        int[] order = IntStream.range(0, size).toArray();
        for (int i = size - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    // The finaliser of MurmurHash3 in Stafford's variant 13 (the one of SplittableRandom): every input bit reaches
    // every output bit.
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
