package org.masque.config;

/**
 * The vision transformer: section {@code model}.
 *
 * @param patch side of a patch, in pixels, at least 1; divides both sides of a view
 * @param width of a token in the encoder, a multiple of 4 (sin-cos positions) and of {@code heads}
 * @param depth blocks of the encoder, at least 1
 * @param heads attention heads of a block, at least 1
 * @param mlpRatio hidden width of a block's MLP divided by {@code width}, above 0
 * @param position how a token knows its place
 * @param layerScale what the factors of a block's branches start at; 0: no factors. Only where the encoder sees all
 *     tokens
 * @param dropPath chance that an image skips a branch of the last block in training, growing to it from 0 in the first;
 *     at least 0, below 1. Only where the encoder sees all tokens
 * @param decoder the part that is thrown away after pre-training
 */
@Affects(Impact.SHAPE)
public record ModelSettings(
        @Within("[1, inf)") int patch,
        @Within("[4, inf)") int width,
        @Within("[1, inf)") int depth,
        @Within("[1, inf)") int heads,
        @Default("4.0") @Within("(0, inf)") double mlpRatio,
        @Default("absolute") PositionKind position,
        @Default("0") @Within("[0, inf)") double layerScale,

        @Default("0") @Within("[0, 1)") @Affects(Impact.TRAJECTORY)
        double dropPath,

        DecoderSettings decoder) {
    public ModelSettings {
        Checks.require(
                ModelSettings.class, patch, width, depth, heads, mlpRatio, position, layerScale, dropPath, decoder);
    }
}
