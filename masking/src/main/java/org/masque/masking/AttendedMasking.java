package org.masque.masking;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Masks only among the patches with most attention, and throws the others: SemMAE with patches of 8, which keeps 196 of
 * 784 (spec 4.3).
 *
 * <p>How the published files chose them is not known; their order by attention suggests this. Of equal weights, and
 * without a map, chance decides.
 *
 * @param ofKept chooses the states of the patches that are kept, which it sees as a grid of one row
 * @param kept share of the patches that is kept, above 0 and at most 1; rounded down
 */
public record AttendedMasking(MaskStrategy ofKept, double kept) implements MaskStrategy {
    public AttendedMasking {
        if (!(kept > 0 && kept <= 1)) {
            throw new IllegalArgumentException("a kept share of " + kept + ": it lies above 0, and is at most 1");
        }
    }

    @Override
    public byte[] plan(MaskContext context, SplittableRandom random) {
        int[] chosen = mostAttended(context, random);
        byte @Nullable [] labels = context.labels();
        byte @Nullable [] ofChosen = labels == null ? null : ofChosen(labels, chosen);
        PatchGrid row = new PatchGrid(1, chosen.length);
        byte[] states = ofKept.plan(
                new MaskContext(row, context.epoch(), context.epochs(), context.batchSeed(), null, ofChosen), random);
        byte[] all = new byte[context.grid().patches()];
        Arrays.fill(all, PatchState.THROWN);
        for (int i = 0; i < chosen.length; i++) {
            all[chosen[i]] = states[i];
        }
        return all;
    }

    private static byte[] ofChosen(byte[] labels, int[] chosen) {
        byte[] some = new byte[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            some[i] = labels[chosen[i]];
        }
        return some;
    }

    private int[] mostAttended(MaskContext context, SplittableRandom random) {
        int patches = context.grid().patches();
        int[] order = WeightedOrder.uniform(patches, random);
        float @Nullable [] weights = context.weights();
        return Arrays.copyOf(weights == null ? order : descending(order, weights), count(patches));
    }

    // Stable: of equal weights the order stays.
    private static int[] descending(int[] order, float[] weights) {
        return Arrays.stream(order)
                .boxed()
                .sorted((one, other) -> Float.compare(weights[other], weights[one]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private int count(int patches) {
        return (int) (patches * kept);
    }

    @Override
    public StateCounts counts(int patches) {
        StateCounts ofAttended = ofKept.counts(count(patches));
        return new StateCounts(
                ofAttended.visible(), ofAttended.masked(), ofAttended.thrown() + patches - count(patches));
    }
}
