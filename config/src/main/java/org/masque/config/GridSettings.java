package org.masque.config;

/**
 * Masking by a grid: section {@code masking.grid}.
 *
 * @param side of a square of which one cell is visible, at least 2; divides rows and columns of cells. 2 masks 75%
 */
@Affects(Impact.TRAJECTORY)
public record GridSettings(@Default("2") @Within("[2, inf)") int side) {
    public GridSettings {
        Checks.require(GridSettings.class, side);
    }
}
