package org.masque.masking;

import java.util.SplittableRandom;

/**
 * Masks by rank of attention, without chance but for ties (AttMask, Kakogeorgiou et al. 2022, section 3.2; spec 5.5).
 *
 * <p>Published for a student that sees masked tokens, with a share drawn for each batch; here the share is fixed, since
 * an encoder of visible patches needs the same number of them in each image. On MAE at 75% it is a baseline beside
 * AMT's drawing.
 *
 * @param choice which patches
 * @param ratio r, the share of patches to mask, between 0 and 1 exclusive
 */
public record RankedMasking(Choice choice, double ratio) implements MaskStrategy {
    private static final double HINTED = 0.1;

    /** Which patches are masked. */
    public enum Choice {
        /** The int(r L) that are attended to most. */
        HIGH,
        /** The int(r L) that are attended to least. */
        LOW,
        /** Those of HIGH, but int(0.1 r L) of the int(0.1 L) highest are shown again as hints. */
        HINTS
    }

    public RankedMasking {
        if (!(ratio > 0 && ratio < 1)) {
            throw new IllegalArgumentException("a mask ratio of " + ratio + ": it must lie between 0 and 1");
        }
    }

    @Override
    public byte[] plan(MaskContext context, SplittableRandom random) {
        int patches = context.grid().patches();
        int[] ranked = RankedPatches.descending(context, random);
        int masked = (int) (patches * ratio);
        byte[] states = new byte[patches];
        for (int rank = 0; rank < masked; rank++) {
            states[ranked[choice == Choice.LOW ? patches - 1 - rank : rank]] = PatchState.MASKED;
        }
        if (choice == Choice.HINTS) {
            int[] amongHighest = WeightedOrder.uniform(highest(patches), random);
            for (int hint = 0; hint < hints(patches); hint++) {
                states[ranked[amongHighest[hint]]] = PatchState.VISIBLE;
            }
        }
        return states;
    }

    private static int highest(int patches) {
        return (int) (patches * HINTED);
    }

    // Never more than there are highest, nor more than are masked.
    private int hints(int patches) {
        int wanted = (int) (HINTED * ratio * patches);
        return Math.min(wanted, Math.min(highest(patches), (int) (patches * ratio)));
    }

    @Override
    public StateCounts counts(int patches) {
        int masked = (int) (patches * ratio) - (choice == Choice.HINTS ? hints(patches) : 0);
        return new StateCounts(patches - masked, masked, 0);
    }
}
