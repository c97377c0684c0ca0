package org.masque.masking;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Lets another strategy choose among square cells of patches; all patches of a cell share its state (SimMIM, Xie et al.
 * 2022, section 3.2; spec 2).
 *
 * <p>A cell weighs what the weights of its patches add up to (AMT on SimMIM, spec 3.6).
 *
 * @param ofCells chooses the states of the cells
 * @param cellSize side of a cell, in patches, at least 1; divides both sides of every grid
 */
public record CellMasking(MaskStrategy ofCells, int cellSize) implements MaskStrategy {
    public CellMasking {
        if (cellSize < 1) {
            throw new IllegalArgumentException("cells of " + cellSize + " patches: the side must be at least 1");
        }
    }

    @Override
    public byte[] plan(MaskContext context, SplittableRandom random) {
        PatchGrid patches = context.grid();
        PatchGrid cells = cells(patches);
        float @Nullable [] weights = context.weights();
        float @Nullable [] sums = weights == null ? null : sums(weights, patches);
        byte[] ofEachCell = ofCells.plan(context.onGrid(cells, sums), random);
        byte[] states = new byte[patches.patches()];
        for (int patch = 0; patch < states.length; patch++) {
            states[patch] = ofEachCell[cellOf(patch, patches)];
        }
        return states;
    }

    private PatchGrid cells(PatchGrid patches) {
        if (patches.rows() % cellSize != 0 || patches.columns() % cellSize != 0) {
            throw new IllegalArgumentException(
                    "cells of " + cellSize + "x" + cellSize + " patches do not tile a grid of " + patches.rows() + "x"
                            + patches.columns() + ": choose a cell size that divides both sides");
        }
        return new PatchGrid(patches.rows() / cellSize, patches.columns() / cellSize);
    }

    private int cellOf(int patch, PatchGrid patches) {
        int row = patch / patches.columns() / cellSize;
        int column = patch % patches.columns() / cellSize;
        return row * (patches.columns() / cellSize) + column;
    }

    private float[] sums(float[] weights, PatchGrid patches) {
        if (weights.length != patches.patches()) {
            throw new IllegalArgumentException(
                    "a map of " + weights.length + " weights for a view of " + patches.patches() + " patches");
        }
        float[] sums = new float[weights.length / (cellSize * cellSize)];
        for (int patch = 0; patch < weights.length; patch++) {
            // A bad weight must not hide in a good sum: NaN stays, and makes the whole map unusable.
            sums[cellOf(patch, patches)] += weights[patch] >= 0 ? weights[patch] : Float.NaN;
        }
        return sums;
    }

    /** {@inheritDoc} The counts of the cells, each times the patches of a cell. */
    @Override
    public StateCounts counts(int patches) {
        int size = cellSize * cellSize;
        if (patches % size != 0) {
            throw new IllegalArgumentException("cells of " + size + " patches do not divide " + patches + " patches");
        }
        StateCounts cells = ofCells.counts(patches / size);
        return new StateCounts(cells.visible() * size, cells.masked() * size, cells.thrown() * size);
    }
}
