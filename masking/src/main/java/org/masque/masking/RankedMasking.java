package org.masque.masking;

import java.util.SplittableRandom;
import org.masque.config.AttMaskSettings;

/**
 * Masks by rank of attention, without chance but for ties (AttMask, Kakogeorgiou et al. 2022, section 3.2; spec 5.5).
 *
 * <p>The share of masked patches is drawn once for a batch, so that its views are alike. An image that is not masked
 * stays visible as a whole. At a fixed share of 75% on MAE it is a baseline beside AMT's drawing.
 *
 * @param choice which patches
 * @param least the smallest share of patches to mask, above 0
 * @param most the largest, not below {@code least}, below 1
 * @param chance that an image is masked at all, above 0, at most 1
 */
public record RankedMasking(Choice choice, double least, double most, double chance) implements MaskStrategy {
    private static final double HINTED = 0.1;

    /** Which patches are masked. */
    public enum Choice {
        /** The int(r L) that are attended to most. */
        HIGH,
        /** The int(r L) that are attended to least. */
        LOW,
        /** Those of HIGH, but int(0.1 r' L) of the int(0.1 L) highest are shown again as hints; r' is drawn like r. */
        HINTS
    }

    public RankedMasking {
        if (!(least > 0 && least <= most && most < 1 && chance > 0 && chance <= 1)) {
            throw new IllegalArgumentException("mask ratios from " + least + " to " + most + " with a chance of "
                    + chance + ": the ratios must lie between 0 and 1 and ascend, the chance above 0 and up to 1");
        }
    }

    /** With a fixed share, in every image. */
    public RankedMasking(Choice choice, double ratio) {
        this(choice, ratio, ratio, 1);
    }

    /** As the settings of AttMask say. */
    static RankedMasking of(AttMaskSettings settings) {
        Choice choice = Choice.valueOf(settings.choice().name());
        return new RankedMasking(
                choice, settings.share().min(), settings.share().max(), settings.chance());
    }

    @Override
    public byte[] plan(MaskContext context, SplittableRandom random) {
        int patches = context.grid().patches();
        if (chance < 1 && random.nextDouble() >= chance) {
            return new byte[patches];
        }
        int[] ranked = RankedPatches.descending(context, random);
        SplittableRandom ofBatch = context.ofBatch();
        int masked = (int) (patches * share(ofBatch));
        byte[] states = new byte[patches];
        for (int rank = 0; rank < masked; rank++) {
            states[ranked[choice == Choice.LOW ? patches - 1 - rank : rank]] = PatchState.MASKED;
        }
        if (choice == Choice.HINTS) {
            int[] amongHighest = WeightedOrder.uniform(Math.min(masked, highest(patches)), random);
            for (int hint = 0; hint < hints(patches, masked, share(ofBatch)); hint++) {
                states[ranked[amongHighest[hint]]] = PatchState.VISIBLE;
            }
        }
        return states;
    }

    private double share(SplittableRandom ofBatch) {
        return least + ofBatch.nextDouble() * (most - least);
    }

    private static int highest(int patches) {
        return (int) (patches * HINTED);
    }

    // Never more than there are highest; one patch at least stays masked.
    private static int hints(int patches, int masked, double share) {
        int wanted = (int) (HINTED * share * patches);
        return Math.min(wanted, Math.min(highest(patches), masked - 1));
    }

    @Override
    public StateCounts counts(int patches) {
        double middle = (least + most) / 2;
        int first = (int) (patches * middle);
        int masked = first - (choice == Choice.HINTS ? hints(patches, first, middle) : 0);
        return new StateCounts(patches - masked, masked, 0);
    }
}
