package org.masque.config;

/** Masking by rectangles: section {@code masking.block}. {@code masking.ratio} is the share that they mask together. */
@Meaning("Masking by rectangles. masking.ratio is the share that they mask together.")
@OnlyIf(key = "masking.strategy", is = "block")
@Affects(Impact.TRAJECTORY)
public record BlockSettings(
        @Default("4")
        @Within("[1, inf)")
        @Meaning(value = "The fewest cells of a rectangle. Published is 16, of 196 patches.", unit = "cells")
        int smallest) {
    public BlockSettings {
        Checks.require(BlockSettings.class, smallest);
    }
}
