package org.masque.masking;

import java.util.SplittableRandom;

/**
 * Masks rectangles until the share is reached exactly (block-wise masking, BEiT, Bao et al. 2022, algorithm 1).
 *
 * <p>A rectangle has an area drawn evenly between the smallest allowed and what is still to be masked, and a ratio of
 * its sides drawn evenly in the logarithm between 0.3 and 1/0.3. What no rectangle fits any more is masked at the
 * border of what is masked already, so that blocks grow rather than dots appear.
 *
 * @param ratio the share of patches to mask, between 0 and 1 exclusive
 * @param smallest the least patches of a rectangle, at least 1; published 16 of 196
 */
public record BlockMasking(double ratio, int smallest) implements MaskStrategy {
    private static final double NARROWEST = 0.3;
    private static final int ATTEMPTS = 10;

    public BlockMasking {
        if (!(ratio > 0 && ratio < 1) || smallest < 1) {
            throw new IllegalArgumentException("a mask ratio of " + ratio + " by blocks of at least " + smallest
                    + " patches: the first must lie between 0 and 1, the second be at least 1");
        }
    }

    @Override
    public byte[] plan(MaskContext context, SplittableRandom random) {
        PatchGrid grid = context.grid();
        byte[] states = new byte[grid.patches()];
        int left = counts(grid.patches()).masked();
        while (left >= smallest) {
            int covered = maskBlock(states, grid, left, random);
            if (covered == 0) {
                break;
            }
            left -= covered;
        }
        int[] order = WeightedOrder.uniform(states.length, random);
        for (; left > 0; left--) {
            states[nextAtTheBorder(states, grid, order)] = PatchState.MASKED;
        }
        return states;
    }

    // A rectangle that would mask too many patches, or none, is drawn again.
    private int maskBlock(byte[] states, PatchGrid grid, int most, SplittableRandom random) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            double area = smallest + random.nextDouble() * (most - smallest);
            double logarithm = StrictMath.log(NARROWEST) * (2 * random.nextDouble() - 1);
            int height = (int) Math.round(StrictMath.sqrt(area * StrictMath.exp(logarithm)));
            int width = (int) Math.round(StrictMath.sqrt(area / StrictMath.exp(logarithm)));
            if (height < 1 || width < 1 || height > grid.rows() || width > grid.columns()) {
                continue;
            }
            int top = random.nextInt(grid.rows() - height + 1);
            int from = random.nextInt(grid.columns() - width + 1);
            int fresh = fresh(states, grid, top, from, height, width);
            if (fresh > 0 && fresh <= most) {
                fill(states, grid, top, from, height, width);
                return fresh;
            }
        }
        return 0;
    }

    private static int fresh(byte[] states, PatchGrid grid, int top, int from, int height, int width) {
        int fresh = 0;
        for (int row = top; row < top + height; row++) {
            for (int column = from; column < from + width; column++) {
                fresh += states[row * grid.columns() + column] == PatchState.VISIBLE ? 1 : 0;
            }
        }
        return fresh;
    }

    private static void fill(byte[] states, PatchGrid grid, int top, int from, int height, int width) {
        for (int row = top; row < top + height; row++) {
            for (int column = from; column < from + width; column++) {
                states[row * grid.columns() + column] = PatchState.MASKED;
            }
        }
    }

    private static int nextAtTheBorder(byte[] states, PatchGrid grid, int[] order) {
        int visible = -1;
        for (int patch : order) {
            if (states[patch] == PatchState.VISIBLE) {
                if (touchesMasked(states, grid, patch)) {
                    return patch;
                }
                visible = patch;
            }
        }
        return visible;
    }

    private static boolean touchesMasked(byte[] states, PatchGrid grid, int patch) {
        int row = patch / grid.columns();
        int column = patch % grid.columns();
        return isMasked(states, grid, row - 1, column)
                || isMasked(states, grid, row + 1, column)
                || isMasked(states, grid, row, column - 1)
                || isMasked(states, grid, row, column + 1);
    }

    private static boolean isMasked(byte[] states, PatchGrid grid, int row, int column) {
        boolean inside = row >= 0 && row < grid.rows() && column >= 0 && column < grid.columns();
        return inside && states[row * grid.columns() + column] == PatchState.MASKED;
    }

    @Override
    public StateCounts counts(int patches) {
        return Rounding.DOWN.withoutThrown(patches, ratio);
    }
}
