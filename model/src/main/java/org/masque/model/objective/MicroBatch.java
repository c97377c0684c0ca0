package org.masque.model.objective;

import org.masque.masking.StateCounts;
import org.masque.model.vit.EncoderUse;
import org.masque.model.vit.ModelShape;

/**
 * How many images a worker takes at once, so that products have rows enough and memory stays bounded.
 *
 * <p>Products reach their full rate from about 136 rows on. Measured with 512 and 1,024 rows of all tokens: a tiny step
 * is 7% faster with 512, a small one 3% slower, and a tiny run needs 160 MB less.
 */
public final class MicroBatch {
    private static final int ENOUGH_ROWS = 512;
    private static final long MEMORY_FLOATS = 64L << 20;

    private MicroBatch() {}

    /** Chooses for training; depends on sizes only, so that a run's bits do not depend on the machine. */
    public static int choose(ModelShape shape, StateCounts counts) {
        int mostTokens = 1 + counts.visible() + counts.masked();
        long byMemory = MEMORY_FLOATS / Math.max(1, floats(shape, counts));
        int byRows = (ENOUGH_ROWS + mostTokens - 1) / mostTokens;
        return (int) Math.max(1, Math.min(byMemory, byRows));
    }

    /** About how many floats one image takes in training, by the network's shape. */
    public static long floats(ModelShape shape, StateCounts counts) {
        return floats(shape, counts.visible() + 1, 1 + counts.visible() + counts.masked());
    }

    /** About how many floats one whole image takes in the encoder when nothing is kept for a backward pass. */
    public static long inferenceFloats(ModelShape shape) {
        ModelShape.Tower encoder = shape.encoder();
        return floats(new ModelShape.Tower(encoder.width(), 1, encoder.heads(), encoder.hidden()), shape.patches() + 1);
    }

    private static long floats(ModelShape shape, int visibleTokens, int mostTokens) {
        return shape.use() instanceof EncoderUse.VisibleTokens visible
                ? floats(shape.encoder(), visibleTokens) + decoders(visible) * floats(visible.decoder(), mostTokens)
                : floats(shape.encoder(), mostTokens);
    }

    private static int decoders(EncoderUse.VisibleTokens use) {
        return use.predictsDifficulty() ? 2 : 1;
    }

    // Of each block norm, qkv, attention, projection, two sums, norm, fc1, gelu, fc2, and the probabilities; their
    // gradients of one block, since all blocks go back through the same memory.
    private static long floats(ModelShape.Tower tower, int tokens) {
        long values = tokens * (9L * tower.width() + 2L * tower.hidden());
        long probabilities = (long) tower.heads() * tokens * tokens;
        return tower.depth() * (values + probabilities) + values;
    }
}
