package org.masque.config;

import java.util.ArrayList;
import java.util.List;

/** What joins the keys of masking with each other and with the patches of a view. */
final class MaskingRules {
    // A patch number takes 16 bits where masks are drawn.
    private static final int MOST_PATCHES = 65_535;

    private final RecipeValues values;
    private final List<Problem> problems = new ArrayList<>();

    private MaskingRules(RecipeValues values) {
        this.values = values;
    }

    /** One problem for each rule that these values break. */
    static List<Problem> broken(RecipeValues values) {
        MaskingRules rules = new MaskingRules(values);
        rules.somethingIsKept();
        rules.patchesCanBeNumbered();
        if (rules.cellsTileTheView()) {
            rules.randomMaskingLeavesBothStates();
            rules.attentionMaskingLeavesBothStates();
            long size = values.integer("masking.cellSize");
            rules.problems.addAll(StrategyRules.broken(values, rules.rows() / size, rules.columns() / size));
        }
        return rules.problems;
    }

    private void broken(String key, String message, String remedy) {
        problems.add(Problem.of(key, message, remedy));
    }

    private void somethingIsKept() {
        if (values.has("masking.masked", "masking.thrown")
                && values.number("masking.masked") + values.number("masking.thrown") >= 1) {
            broken("masking.thrown", "with masking.masked leaves nothing visible", "make their sum less than 1");
        }
    }

    private void patchesCanBeNumbered() {
        if (values.has("data.imageHeight", "data.imageWidth", "model.patch") && rows() * columns() > MOST_PATCHES) {
            broken(
                    "model.patch",
                    "cuts a view into " + rows() * columns() + " patches, more than " + MOST_PATCHES,
                    "take larger patches or smaller views");
        }
    }

    // Whether cells are known and good, so that they can be counted.
    private boolean cellsTileTheView() {
        if (!values.has("data.imageHeight", "data.imageWidth", "model.patch", "masking.cellSize", "objective.encoder")
                || rows() * columns() == 0) {
            return false;
        }
        long size = values.integer("masking.cellSize");
        if (rows() % size == 0 && columns() % size == 0) {
            return true;
        }
        broken(
                "masking.cellSize",
                "cells of " + size + " x " + size + " patches do not tile a view of " + rows() + " x " + columns()
                        + " patches",
                "give a number that divides both");
        return false;
    }

    private long rows() {
        return values.integer("data.imageHeight") / values.integer("model.patch");
    }

    private long columns() {
        return values.integer("data.imageWidth") / values.integer("model.patch");
    }

    private long cells() {
        long size = values.integer("masking.cellSize");
        return (rows() / size) * (columns() / size);
    }

    private boolean roundsUp() {
        return values.is("objective.encoder", EncoderKind.ALL);
    }

    private void randomMaskingLeavesBothStates() {
        if (values.has("masking.ratio", "parts.kept")) {
            double ratio = values.number("masking.ratio");
            long kept = (long) (cells() * values.number("parts.kept"));
            long masked = roundsUp() ? (long) Math.ceil(kept * ratio) : kept - (long) (kept * (1 - ratio));
            requireBothStates("masking.ratio", kept - masked, masked);
        }
    }

    private void attentionMaskingLeavesBothStates() {
        if (!values.has("masking.strategy", "masking.masked", "masking.thrown")
                || !values.is("masking.strategy", MaskingKind.ATTENTION)) {
            return;
        }
        double masked = values.number("masking.masked");
        double thrown = values.number("masking.thrown");
        if (masked + thrown >= 1) {
            return;
        }
        if (roundsUp()) {
            long hidden = (long) Math.ceil(cells() * masked) + (long) Math.ceil(cells() * thrown);
            requireBothStates("masking.masked", cells() - hidden, (long) Math.ceil(cells() * masked));
        } else {
            long hidden = (long) (cells() * (masked + thrown));
            requireBothStates("masking.masked", cells() - hidden, (long) (cells() * masked));
        }
    }

    private void requireBothStates(String key, long visible, long masked) {
        if (visible < 1 || masked < 1) {
            String what = values.integer("masking.cellSize") == 1 ? " patches " : " cells ";
            broken(
                    key,
                    "of " + cells() + what + visible + " would be visible and " + masked + " masked",
                    "at least one of each is needed: take smaller patches, larger views or another share");
        }
    }
}
