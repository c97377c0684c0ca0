package org.masque.masking;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Masks by semantic parts, from a share of each part at the start of a run to whole parts at its end (SemMAE, Li et al.
 * 2022, section 3.3; spec 4.2).
 *
 * <p>With n the sizes of the parts and L patches, part k gets round(a n1 + (1 - a) n2) of its patches flagged, where n1
 * = round(n r), n2 takes whole parts in random order until int(L r) are used, and a = 1 - ((e+1)/T)^gamma in epoch e of
 * T; halves are rounded to even. The total is forced: of all patches, sorted stably by flag from a random order, the
 * first int(L (1 - r)) are visible.
 *
 * <p>Without labels all patches are one part, and then the law is that of random masking in every epoch.
 *
 * @param ratio r, the share of patches to mask, between 0 and 1 exclusive
 * @param gamma bends the way from parts' shares to whole parts, above 0; published 2
 */
public record PartMasking(double ratio, double gamma) implements MaskStrategy {
    public PartMasking {
        if (!(ratio > 0 && ratio < 1 && gamma > 0)) {
            throw new IllegalArgumentException("a mask ratio of " + ratio + " and a bend of " + gamma
                    + ": the first must lie between 0 and 1, the second above 0");
        }
    }

    @Override
    public byte[] plan(MaskContext context, SplittableRandom random) {
        int patches = context.grid().patches();
        int[] parts = parts(context);
        int[] sizes = sizes(parts);
        int[] flagged = flagged(sizes, WeightedOrder.uniform(sizes.length, random), share(context));
        int[] order = WeightedOrder.uniform(patches, random);
        boolean[] isFlagged = new boolean[patches];
        for (int patch : order) {
            isFlagged[patch] = flagged[parts[patch]]-- > 0;
        }
        return states(order, isFlagged, counts(patches).visible());
    }

    private static int[] parts(MaskContext context) {
        int[] parts = new int[context.grid().patches()];
        byte @Nullable [] labels = context.labels();
        if (labels == null) {
            return parts;
        }
        if (labels.length != parts.length) {
            throw new IllegalArgumentException(
                    labels.length + " part labels for a view of " + parts.length + " patches");
        }
        for (int patch = 0; patch < parts.length; patch++) {
            parts[patch] = Byte.toUnsignedInt(labels[patch]);
        }
        return parts;
    }

    private static int[] sizes(int[] parts) {
        int most = 0;
        for (int part : parts) {
            most = Math.max(most, part);
        }
        int[] sizes = new int[most + 1];
        for (int part : parts) {
            sizes[part]++;
        }
        return sizes;
    }

    /** How much the shares of all parts count against whole parts: 1 at the start, 0 at the end. */
    double share(MaskContext context) {
        return 1 - StrictMath.pow(context.progress(), gamma);
    }

    /**
     * How many patches of each part are flagged.
     *
     * @param sizes patches of each part
     * @param order in which whole parts are taken
     * @param share weight of the portion of each part against that of whole parts
     */
    int[] flagged(int[] sizes, int[] order, double share) {
        int patches = 0;
        for (int size : sizes) {
            patches += size;
        }
        int[] flagged = new int[sizes.length];
        int used = 0;
        int most = (int) (patches * ratio);
        for (int part : order) {
            int ofEach = (int) Math.rint(sizes[part] * ratio);
            int whole = Math.max(0, Math.min(sizes[part], most - used));
            flagged[part] = (int) Math.rint(share * ofEach + (1 - share) * whole);
            used += sizes[part];
        }
        return flagged;
    }

    private static byte[] states(int[] order, boolean[] flagged, int visible) {
        byte[] states = new byte[order.length];
        Arrays.fill(states, PatchState.MASKED);
        int left = visible;
        for (int pass = 0; pass < 2; pass++) {
            for (int patch : order) {
                if (flagged[patch] == (pass == 1) && left > 0) {
                    states[patch] = PatchState.VISIBLE;
                    left--;
                }
            }
        }
        return states;
    }

    @Override
    public StateCounts counts(int patches) {
        return Rounding.DOWN.withoutThrown(patches, ratio);
    }
}
