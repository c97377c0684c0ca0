package org.masque.masking;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Masks patches at random, all alike (MAE, He et al. 2021, section 3; spec 1.2).
 *
 * @param ratio the share of patches to mask, between 0 and 1 exclusive
 * @param rounding how the share becomes whole patches
 */
public record RandomMasking(double ratio, Rounding rounding) implements MaskStrategy {
    public RandomMasking {
        if (!(ratio > 0 && ratio < 1)) {
            throw new IllegalArgumentException("a mask ratio of " + ratio + ": it must lie between 0 and 1");
        }
    }

    /** With MAE's counts, which round the visible patches down. */
    public RandomMasking(double ratio) {
        this(ratio, Rounding.DOWN);
    }

    @Override
    public byte[] plan(MaskContext context, SplittableRandom random) {
        int patches = context.grid().patches();
        int visible = counts(patches).visible();
        int[] order = WeightedOrder.uniform(patches, random);
        byte[] states = new byte[patches];
        Arrays.fill(states, PatchState.MASKED);
        for (int place = 0; place < visible; place++) {
            states[order[place]] = PatchState.VISIBLE;
        }
        return states;
    }

    @Override
    public StateCounts counts(int patches) {
        return rounding.withoutThrown(patches, ratio);
    }
}
