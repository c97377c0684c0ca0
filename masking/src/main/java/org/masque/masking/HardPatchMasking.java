package org.masque.masking;

import java.util.SplittableRandom;

/**
 * Masks the patches that are hardest to predict, more of them from epoch to epoch, and fills up at random (HPM, Wang et
 * al. 2023, section 3.3; spec 5.6).
 *
 * <p>The weights are predicted difficulties. Of M masked patches the int(M s (e+1)/T) hardest are always masked in
 * epoch e of T.
 *
 * @param ratio the share of patches to mask, between 0 and 1 exclusive
 * @param hardest s, the share of masked patches that are chosen by difficulty at the end, 0 to 1; published 0.5
 */
public record HardPatchMasking(double ratio, double hardest) implements MaskStrategy {
    public HardPatchMasking {
        if (!(ratio > 0 && ratio < 1 && hardest >= 0 && hardest <= 1)) {
            throw new IllegalArgumentException("a mask ratio of " + ratio + " and a share of " + hardest
                    + " by difficulty: the first must lie between 0 and 1, the second from 0 to 1");
        }
    }

    @Override
    public byte[] plan(MaskContext context, SplittableRandom random) {
        int patches = context.grid().patches();
        int masked = counts(patches).masked();
        int byDifficulty = byDifficulty(masked, context.epoch(), context.epochs());
        int[] ranked = RankedPatches.descending(context, random);
        byte[] states = new byte[patches];
        for (int rank = 0; rank < byDifficulty; rank++) {
            states[ranked[rank]] = PatchState.MASKED;
        }
        int[] rest = WeightedOrder.uniform(patches - byDifficulty, random);
        for (int i = 0; i < masked - byDifficulty; i++) {
            states[ranked[byDifficulty + rest[i]]] = PatchState.MASKED;
        }
        return states;
    }

    int byDifficulty(int masked, int epoch, int epochs) {
        return (int) (masked * hardest * (epoch + 1) / epochs);
    }

    @Override
    public StateCounts counts(int patches) {
        return Rounding.DOWN.withoutThrown(patches, ratio);
    }
}
