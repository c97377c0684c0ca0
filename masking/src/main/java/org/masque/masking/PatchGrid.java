package org.masque.masking;

import java.util.stream.IntStream;

/**
 * The squares of pixels that a view is cut into, numbered row by row.
 *
 * @param rows patches from top to bottom, at least 1
 * @param columns patches from left to right, at least 1
 */
public record PatchGrid(int rows, int columns) {
    public PatchGrid {
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException(
                    "a grid of " + rows + "x" + columns + " patches: both sides must be at least 1");
        }
    }

    /** The number of patches, L. */
    public int patches() {
        return rows * columns;
    }

    /** The patches that touch an edge of the image, ascending. */
    public IntStream border() {
        return IntStream.range(0, patches()).filter(patch -> {
            int row = patch / columns;
            int column = patch % columns;
            return row == 0 || row == rows - 1 || column == 0 || column == columns - 1;
        });
    }
}
