package org.masque.model.vit;

import org.masque.model.kernels.Kernels;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.Tensor;

/** Rows of floats, scaled to the length 1: their products are cosines. */
public final class UnitRows {
    private UnitRows() {}

    /** Gives every row the length 1; a row of zeros stays. */
    public static void normalize(float[] rows, int width) {
        for (int from = 0; from < rows.length; from += width) {
            double squares = 0;
            for (int d = 0; d < width; d++) {
                squares += (double) rows[from + d] * rows[from + d];
            }
            float factor = squares > 0 ? (float) (1 / Math.sqrt(squares)) : 0;
            for (int d = 0; d < width; d++) {
                rows[from + d] *= factor;
            }
        }
    }

    /**
     * The cosines of all rows of [L x D] with each other: L x L. A row of zeros is like none.
     *
     * @param rows scaled on the way
     * @param arena for scratch memory, not reset
     */
    public static float[] cosines(float[] rows, int width, Kernels kernels, Arena arena) {
        normalize(rows, width);
        long count = rows.length / width;
        Tensor unit = arena.take(count, width);
        unit.copyFrom(rows);
        Tensor cosines = arena.take(count, count);
        kernels.linear(unit, unit, null, cosines);
        return cosines.toArray();
    }
}
