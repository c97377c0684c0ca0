package org.masque.model.vit;

import com.google.errorprone.annotations.MustBeClosed;
import org.masque.masking.AttentionMap;
import org.masque.model.autograd.Tape;
import org.masque.model.kernels.Kernels;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.Tensor;

/**
 * Makes AMT's map of whole images: the last block's attention from the class token, stretched to [0, 1] in each head,
 * averaged over heads (spec 3.1).
 *
 * <p>What else is in the batch does not matter, but for rounding: with another number of images the products round
 * otherwise (about 1e-5). It belongs to one thread and owns its scratch memory.
 */
public final class AttentionMaps implements AutoCloseable {
    private final Network network;
    private final Kernels kernels;
    private final Arena arena;

    /** Over weights and kernels, both borrowed. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // a field that close() closes
    public AttentionMaps(Weights weights, Kernels kernels) {
        this.network = Network.over(weights, null);
        this.kernels = kernels;
        this.arena = Arena.open(1 << 16);
    }

    /**
     * Makes the maps of a batch.
     *
     * @param images [B, 3, H, W], normalised, whole, borrowed
     * @return one map of L weights for each image
     */
    public float[][] of(Tensor images) {
        arena.reset();
        Tensor attention = network.classAttention(Tape.inference(kernels, arena), images);
        int count = Math.toIntExact(images.shape()[0]);
        int heads = network.shape().encoder().heads();
        long size = attention.length() / count;
        float[][] maps = new float[count][];
        for (int i = 0; i < count; i++) {
            maps[i] = AttentionMap.ofHeads(attention.slice(i * size, size).toArray(), heads);
        }
        return maps;
    }

    @Override
    public void close() {
        arena.close();
    }
}
