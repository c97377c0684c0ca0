package org.masque.config;

import java.util.ArrayList;
import java.util.List;

/** What joins the keys of semantic parts with each other and with masking. */
final class PartsRules {
    private final RecipeValues values;
    private final List<Problem> problems = new ArrayList<>();

    private PartsRules(RecipeValues values) {
        this.values = values;
    }

    /** One problem for each rule that these values break. */
    static List<Problem> broken(RecipeValues values) {
        PartsRules rules = new PartsRules(values);
        if (values.has("masking.strategy")) {
            if (values.is("masking.strategy", MaskingKind.PARTS)) {
                rules.thereIsAnEncoder();
                rules.partsAreOfPatches();
            } else {
                rules.allPatchesAreKept();
            }
        }
        return rules.problems;
    }

    private void broken(String key, String message, String remedy) {
        problems.add(Problem.of(key, message, remedy));
    }

    private void thereIsAnEncoder() {
        if (values.has("parts.encoder", "parts.pretrainEpochs")
                && values.text("parts.encoder").isBlank()
                && values.integer("parts.pretrainEpochs") == 0) {
            broken(
                    "parts.pretrainEpochs",
                    "there is no encoder to find parts with",
                    "give at least 1 to pre-train one, or name one: --set parts.encoder=FILE_OR_FOLDER");
        }
    }

    private void partsAreOfPatches() {
        if (values.has("masking.cellSize") && values.integer("masking.cellSize") != 1) {
            broken("masking.cellSize", "masking by parts knows no cells", "give 1, or another masking.strategy");
        }
    }

    private void allPatchesAreKept() {
        if (values.has("parts.kept") && values.number("parts.kept") < 1) {
            broken("parts.kept", "only masking by parts keeps some patches", "give 1, or masking.strategy = parts");
        }
    }
}
