package org.masque.model.vit;

import org.masque.masking.PatchGrid;

/**
 * The fixed two-dimensional position table: sines and cosines of the column, then of the row (spec 1.1).
 *
 * <p>Row 0 belongs to the class token and is zero; row 1 + r * columns + c belongs to patch (r, c).
 */
public final class SinCosPositions {
    private static final double BASE = 10_000;

    private SinCosPositions() {}

    /**
     * Computes the table.
     *
     * @param width D, a multiple of 4
     * @return [L+1, D], row by row
     */
    public static float[] table(PatchGrid grid, int width) {
        float[] table = new float[(grid.patches() + 1) * width];
        for (int row = 0; row < grid.rows(); row++) {
            for (int column = 0; column < grid.columns(); column++) {
                int start = (1 + row * grid.columns() + column) * width;
                encode(column, table, start, width / 2);
                encode(row, table, start + width / 2, width / 2);
            }
        }
        return table;
    }

    private static void encode(int position, float[] table, int start, int width) {
        int half = width / 2;
        for (int k = 0; k < half; k++) {
            double angle = position / Math.pow(BASE, (double) k / half);
            table[start + k] = (float) Math.sin(angle);
            table[start + half + k] = (float) Math.cos(angle);
        }
    }
}
