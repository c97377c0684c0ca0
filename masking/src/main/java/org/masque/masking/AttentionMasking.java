package org.masque.masking;

import java.util.SplittableRandom;

/**
 * Masks what the network attends to, throws away the middle, and leaves visible what it attends to least (AMT, Liu, Gui
 * and Luo, AAAI 2023; spec 3.4).
 *
 * <p>All patches are drawn in a {@link WeightedOrder} by their weight in the map. The first drawn are masked, the next
 * thrown, the last visible. With nothing thrown this is attention-driven masking (AM). A view without a usable map is
 * drawn with all weights alike.
 *
 * @param masked the share of patches to mask, above 0
 * @param thrown the share of patches to throw, at least 0; together with {@code masked} below 1
 * @param rounding how the shares become whole patches
 */
public record AttentionMasking(double masked, double thrown, Rounding rounding) implements MaskStrategy {
    public AttentionMasking {
        if (!(masked > 0 && thrown >= 0 && masked + thrown < 1)) {
            throw new IllegalArgumentException("a mask ratio of " + masked + " and a throw ratio of " + thrown
                    + ": the first must be above 0, the second at least 0, and both together below 1");
        }
    }

    /** With the counts of AMT on MAE, which rounds down. */
    public AttentionMasking(double masked, double thrown) {
        this(masked, thrown, Rounding.DOWN);
    }

    @Override
    public byte[] plan(MaskContext context, SplittableRandom random) {
        int patches = context.grid().patches();
        StateCounts counts = counts(patches);
        int[] order = WeightedOrder.draw(UsableMap.of(context), random);
        byte[] states = new byte[patches];
        for (int place = 0; place < counts.masked() + counts.thrown(); place++) {
            states[order[place]] = place < counts.masked() ? PatchState.MASKED : PatchState.THROWN;
        }
        return states;
    }

    @Override
    public StateCounts counts(int patches) {
        return rounding.withThrown(patches, masked, thrown);
    }
}
