package org.masque.config;

import java.util.ArrayList;
import java.util.List;

/** What joins the section of the strategy in use with the cells of a view; sections not in use are passed over. */
final class StrategyRules {
    private final RecipeValues values;
    private final long rows;
    private final long columns;
    private final List<Problem> problems = new ArrayList<>();

    private StrategyRules(RecipeValues values, long rows, long columns) {
        this.values = values;
        this.rows = rows;
        this.columns = columns;
    }

    /**
     * One problem for each rule that these values break.
     *
     * @param rows of cells
     * @param columns of cells
     */
    static List<Problem> broken(RecipeValues values, long rows, long columns) {
        StrategyRules rules = new StrategyRules(values, rows, columns);
        if (values.has("masking.strategy")) {
            rules.blocksFit();
            rules.squaresTileTheView();
            rules.ranksLeaveBothStates();
        }
        return rules.problems;
    }

    private boolean uses(MaskingKind kind, String key) {
        return values.is("masking.strategy", kind) && values.has(key);
    }

    private void broken(String key, String message, String remedy) {
        problems.add(Problem.of(key, message, remedy));
    }

    private void blocksFit() {
        if (!uses(MaskingKind.BLOCK, "masking.block.smallest") || !values.has("masking.ratio")) {
            return;
        }
        long cells = rows * columns;
        long masked = cells - (long) (cells * (1 - values.number("masking.ratio")));
        if (values.integer("masking.block.smallest") > masked) {
            broken(
                    "masking.block.smallest",
                    "a rectangle of " + values.integer("masking.block.smallest") + " would be more than the " + masked
                            + " of " + cells + " that are masked",
                    "give at most " + masked + "; a tenth of it is usual");
        }
    }

    private void squaresTileTheView() {
        if (!uses(MaskingKind.GRID, "masking.grid.side")) {
            return;
        }
        long side = values.integer("masking.grid.side");
        if (rows % side != 0 || columns % side != 0) {
            broken(
                    "masking.grid.side",
                    "squares of " + side + " x " + side + " do not tile " + rows + " x " + columns,
                    "give a number that divides both");
        }
    }

    private void ranksLeaveBothStates() {
        if (!uses(MaskingKind.ATTMASK, "masking.attmask.share")) {
            return;
        }
        double least = values.span("masking.attmask.share").min();
        if ((long) (rows * columns * least) < 1) {
            broken(
                    "masking.attmask.share",
                    "a share of " + least + " of " + rows * columns + " masks nothing",
                    "give a larger share, or take smaller patches or larger views");
        }
    }
}
