package org.masque.config;

/**
 * The decoder: section {@code model.decoder}. Its MLP ratio is the encoder's.
 *
 * @param width of a token in the decoder, a multiple of 4 (sin-cos positions) and of {@code heads}
 * @param depth blocks of the decoder, at least 1
 * @param heads attention heads of a block, at least 1
 */
@Affects(Impact.SHAPE)
public record DecoderSettings(
        @Within("[4, inf)") int width,
        @Within("[1, inf)") int depth,
        @Within("[1, inf)") int heads) {
    public DecoderSettings {
        Checks.require(DecoderSettings.class, width, depth, heads);
    }
}
