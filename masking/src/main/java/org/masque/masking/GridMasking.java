package org.masque.masking;

import java.util.SplittableRandom;

/**
 * Shows one patch of every square of patches and masks the others, without chance (grid-wise sampling, MAE, He et al.
 * 2021, figure 6).
 *
 * @param side of the square, in patches, at least 2: 2 masks 75%; divides both sides of every grid
 */
public record GridMasking(int side) implements MaskStrategy {
    public GridMasking {
        if (side < 2) {
            throw new IllegalArgumentException("one of " + side + "x" + side + " patches: the side must be at least 2");
        }
    }

    @Override
    public byte[] plan(MaskContext context, SplittableRandom random) {
        PatchGrid grid = context.grid();
        if (grid.rows() % side != 0 || grid.columns() % side != 0) {
            throw new IllegalArgumentException("squares of " + side + "x" + side + " patches do not tile a grid of "
                    + grid.rows() + "x" + grid.columns());
        }
        byte[] states = new byte[grid.patches()];
        for (int patch = 0; patch < states.length; patch++) {
            boolean shown = patch / grid.columns() % side == 0 && patch % grid.columns() % side == 0;
            states[patch] = shown ? PatchState.VISIBLE : PatchState.MASKED;
        }
        return states;
    }

    @Override
    public StateCounts counts(int patches) {
        int visible = patches / (side * side);
        return new StateCounts(visible, patches - visible, 0);
    }
}
