package org.masque.config;

/** The vision transformer: section {@code model}. */
@Meaning("The vision transformer.")
@Affects(Impact.SHAPE)
public record ModelSettings(
        @Within("[1, inf)") @Meaning(value = "Side of a patch. It divides both sides of a view.", unit = "pixels")
        int patch,

        @Within("[4, inf)")
        @Meaning(
                value = "Numbers in a token of the encoder: a multiple of 4, for the positions, and of model.heads.",
                unit = "numbers")
        int width,

        @Within("[1, inf)") @Meaning(value = "Blocks of the encoder.", unit = "blocks")
        int depth,

        @Within("[1, inf)") @Meaning(value = "Attention heads of a block of the encoder.", unit = "heads")
        int heads,

        @Default("4.0")
        @Within("(0, inf)")
        @Meaning(
                value =
                        "Hidden width of a block's perceptron, divided by the width of a token. It holds for encoder and "
                                + "decoder.",
                unit = "ratio")
        double mlpRatio,

        @Default("absolute")
        @Meaning("How a token of the encoder knows its place.")
        @OnlyIf(key = "objective.encoder", is = "all")
        PositionKind position,

        @Default("0")
        @Within("[0, inf)")
        @Meaning(
                value = "What the learned factors of a block's branches start at. 0: there are no such factors.",
                unit = "factor")
        @OnlyIf(key = "objective.encoder", is = "all")
        double layerScale,

        @Default("0")
        @Within("[0, 1)")
        @Affects(Impact.TRAJECTORY)
        @Meaning(
                value =
                        "Chance that an image skips a branch of the last block in training. It grows evenly to this from 0 in "
                                + "the first block.",
                unit = "chance")
        @OnlyIf(key = "objective.encoder", is = "all")
        double dropPath,

        DecoderSettings decoder) {
    public ModelSettings {
        Checks.require(
                ModelSettings.class, patch, width, depth, heads, mlpRatio, position, layerScale, dropPath, decoder);
    }
}
