package org.masque.config;

import java.util.ArrayList;
import java.util.List;

/** What follows from which tokens the encoder sees. */
final class EncoderRules {
    private final RecipeValues values;
    private final List<Problem> problems = new ArrayList<>();

    private EncoderRules(RecipeValues values) {
        this.values = values;
    }

    /** One problem for each rule that these values break. */
    static List<Problem> broken(RecipeValues values) {
        EncoderRules rules = new EncoderRules(values);
        if (values.has("objective.encoder")) {
            if (values.is("objective.encoder", EncoderKind.VISIBLE)) {
                rules.aDecoderIsGiven();
                rules.optionsOfAllTokensAreNotUsed();
            } else {
                rules.relativePositionsThrowNothing();
                rules.thereIsNoSecondDecoder();
            }
            rules.mapsOfDifficultyNeedItsDecoder();
        }
        return rules.problems;
    }

    private void broken(String key, String message, String remedy) {
        problems.add(Problem.of(key, message, remedy));
    }

    private void aDecoderIsGiven() {
        for (String key : List.of("model.decoder.width", "model.decoder.depth", "model.decoder.heads")) {
            if (values.has(key) && values.integer(key) == 0) {
                broken(key, "is required", "give a whole number at least 1; only objective.encoder = all needs none");
            }
        }
    }

    private void optionsOfAllTokensAreNotUsed() {
        if (values.has("model.position") && values.is("model.position", PositionKind.RELATIVE)) {
            broken(
                    "model.position",
                    "relative positions need an encoder of all tokens",
                    "give absolute, or objective.encoder = all");
        }
        if (values.has("model.dropPath") && values.number("model.dropPath") > 0) {
            broken(
                    "model.dropPath",
                    "skipped branches need an encoder of all tokens",
                    "give 0, or objective.encoder = all");
        }
        if (values.has("model.layerScale") && values.number("model.layerScale") > 0) {
            broken(
                    "model.layerScale",
                    "factors of branches need an encoder of all tokens",
                    "give 0, or objective.encoder = all");
        }
    }

    private void thereIsNoSecondDecoder() {
        if (values.has("objective.difficulty") && !values.is("objective.difficulty", DifficultyKind.NONE)) {
            broken(
                    "objective.difficulty",
                    "difficulty is learnt by a second decoder, and an encoder of all tokens has none",
                    "give none, or objective.encoder = visible");
        }
    }

    private void mapsOfDifficultyNeedItsDecoder() {
        if (values.has("masking.map", "masking.strategy", "objective.difficulty")
                && ((MaskingKind) values.choice("masking.strategy")).needs() == MaskingKind.Needs.MAP
                && values.is("masking.map", MapKind.DIFFICULTY)
                && values.is("objective.difficulty", DifficultyKind.NONE)) {
            broken(
                    "masking.map",
                    "maps of difficulty need a network that learns it",
                    "give objective.difficulty = ranking, or another map");
        }
    }

    private void relativePositionsThrowNothing() {
        if (values.has("model.position", "masking.strategy", "masking.thrown")
                && values.is("model.position", PositionKind.RELATIVE)
                && values.is("masking.strategy", MaskingKind.ATTENTION)
                && values.number("masking.thrown") > 0) {
            broken(
                    "model.position",
                    "relative positions need all patches, but masking.thrown takes some away",
                    "give absolute, or masking.thrown = 0");
        }
    }
}
