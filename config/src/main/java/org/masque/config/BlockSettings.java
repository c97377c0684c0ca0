package org.masque.config;

/**
 * Masking by rectangles: section {@code masking.block}. {@code masking.ratio} is the share that they mask together.
 *
 * @param smallest the least cells of a rectangle, at least 1; published 16 of 196
 */
@Affects(Impact.TRAJECTORY)
public record BlockSettings(
        @Default("4") @Within("[1, inf)") int smallest) {
    public BlockSettings {
        Checks.require(BlockSettings.class, smallest);
    }
}
