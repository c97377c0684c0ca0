package org.masque.model.vit;

import org.masque.masking.StateCounts;
import org.masque.model.vit.ModelShape.Tower;

/**
 * What the blocks cost that an image goes through once, forwards, as the papers count (spec 3.5 and 3.6).
 *
 * <p>Embedding, head and norms are not in it (about 1% of ViT-B), nor what is left out of the last decoder block here
 * because nothing is predicted from it. A training step costs three times as much: backwards twice as much as forwards.
 *
 * @param encoder multiplications and additions, in pairs
 * @param decoder the same, 0 where there is none; of both decoders where difficulty is predicted
 */
public record BlockCost(long encoder, long decoder) {
    /** Of an image whose patches are in these states. */
    public static BlockCost of(ModelShape shape, StateCounts counts) {
        int kept = counts.visible() + counts.masked();
        if (shape.use() instanceof EncoderUse.VisibleTokens use) {
            int decoders = use.predictsDifficulty() ? 2 : 1;
            return new BlockCost(
                    ofBlocks(shape.encoder(), 1 + counts.visible()), decoders * ofBlocks(use.decoder(), 1 + kept));
        }
        return new BlockCost(ofBlocks(shape.encoder(), 1 + kept), 0);
    }

    /** Of a whole image for its map: the class token and all patches in the encoder. */
    public static BlockCost ofMap(ModelShape shape) {
        return new BlockCost(ofBlocks(shape.encoder(), 1 + shape.patches()), 0);
    }

    /** Encoder and decoder. */
    public long total() {
        return encoder + decoder;
    }

    // Of each token: queries, keys, values and projection, then the perceptron. Of each pair of tokens: score and sum.
    private static long ofBlocks(Tower tower, long tokens) {
        long width = tower.width();
        long products = tokens * (4 * width * width + 2 * width * tower.hidden());
        return tower.depth() * (products + 2 * tokens * tokens * width);
    }
}
