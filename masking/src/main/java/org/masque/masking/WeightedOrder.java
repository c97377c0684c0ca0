package org.masque.masking;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Draws all patches one after another without replacement, the next one with a probability proportional to its weight
 * (spec 3.4).
 *
 * <p>Sorting the keys {@code -ln U / w} ascending has exactly the law of the sequential draw, and needs no sums.
 */
public final class WeightedOrder {
    /** Added to every weight, so that a patch without attention is drawn late but not in a fixed place. */
    static final double FLOOR = 1e-6;

    // A patch number takes the low bits of its sort key, in place of the last digits of a 52-bit mantissa.
    private static final int PATCH_BITS = 16;
    private static final long PATCH_MASK = (1L << PATCH_BITS) - 1;

    private WeightedOrder() {}

    /**
     * Draws an order of all patches.
     *
     * @param weights one per patch, finite, at least 0; only their proportions count
     * @param random gives one number per patch
     * @return the patches, first drawn first
     */
    public static int[] draw(float[] weights, SplittableRandom random) {
        double[] keys = new double[weights.length];
        for (int patch = 0; patch < keys.length; patch++) {
            // StrictMath, because the last bit of Math.log differs between processors, and masks must not.
            keys[patch] = -StrictMath.log(1 - random.nextDouble()) / (weights[patch] + FLOOR);
        }
        return ascending(keys);
    }

    /** Draws an order in which all patches are alike. */
    public static int[] uniform(int patches, SplittableRandom random) {
        double[] keys = new double[patches];
        for (int patch = 0; patch < patches; patch++) {
            keys[patch] = random.nextDouble();
        }
        return ascending(keys);
    }

    // The bits of doubles that are not negative sort like the doubles; carrying the patch along saves boxing.
    private static int[] ascending(double[] keys) {
        if (keys.length > PATCH_MASK) {
            throw new IllegalArgumentException(keys.length + " patches: at most " + PATCH_MASK + " can be ordered");
        }
        long[] sorted = new long[keys.length];
        for (int patch = 0; patch < keys.length; patch++) {
            sorted[patch] = (Double.doubleToRawLongBits(Math.abs(keys[patch])) & ~PATCH_MASK) | patch;
        }
        Arrays.sort(sorted);
        int[] order = new int[keys.length];
        for (int place = 0; place < order.length; place++) {
            order[place] = (int) (sorted[place] & PATCH_MASK);
        }
        return order;
    }
}
