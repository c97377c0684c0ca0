package org.masque.config;

/**
 * The decoder: section {@code model.decoder}. Its MLP ratio is the encoder's. Where the encoder sees all tokens there
 * is none, and these are not looked at; otherwise all three must be given.
 */
@Meaning("The decoder, which is thrown away after pre-training. An encoder of visible tokens needs one, and "
        + "then all three keys must be given.")
@OnlyIf(key = "objective.encoder", is = "visible")
@Affects(Impact.SHAPE)
public record DecoderSettings(
        @Default("0")
        @Within("[0, inf)")
        @Meaning(
                value =
                        "Numbers in a token of the decoder: a multiple of 4, for the positions, and of model.decoder.heads. "
                                + "0: not given.",
                unit = "numbers")
        int width,

        @Default("0") @Within("[0, inf)") @Meaning(value = "Blocks of the decoder. 0: not given.", unit = "blocks")
        int depth,

        @Default("0")
        @Within("[0, inf)")
        @Meaning(value = "Attention heads of a block of the decoder. 0: not given.", unit = "heads")
        int heads) {
    public DecoderSettings {
        Checks.require(DecoderSettings.class, width, depth, heads);
    }
}
