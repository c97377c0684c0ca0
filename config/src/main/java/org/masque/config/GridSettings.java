package org.masque.config;

/** Masking by a grid: section {@code masking.grid}. */
@Meaning("Masking by a grid. masking.ratio has no effect with it.")
@OnlyIf(key = "masking.strategy", is = "grid")
@Affects(Impact.TRAJECTORY)
public record GridSettings(
        @Default("2")
        @Within("[2, inf)")
        @Meaning(
                value =
                        "Side of the squares of which one cell is visible. It divides the rows and the columns of cells; 2 "
                                + "masks 75%.",
                unit = "cells")
        int side) {
    public GridSettings {
        Checks.require(GridSettings.class, side);
    }
}
