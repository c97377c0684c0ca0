package org.masque.config;

/**
 * The decoder: section {@code model.decoder}. Its MLP ratio is the encoder's. Where the encoder sees all tokens there
 * is none, and these are not looked at; otherwise all three must be given.
 *
 * @param width of a token in the decoder, a multiple of 4 (sin-cos positions) and of {@code heads}; 0: not given
 * @param depth blocks of the decoder; 0: not given
 * @param heads attention heads of a block; 0: not given
 */
@Affects(Impact.SHAPE)
public record DecoderSettings(
        @Default("0") @Within("[0, inf)") int width,
        @Default("0") @Within("[0, inf)") int depth,
        @Default("0") @Within("[0, inf)") int heads) {
    public DecoderSettings {
        Checks.require(DecoderSettings.class, width, depth, heads);
    }
}
