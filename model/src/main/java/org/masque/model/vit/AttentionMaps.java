package org.masque.model.vit;

import com.google.errorprone.annotations.MustBeClosed;
import org.masque.masking.AttentionMap;
import org.masque.model.autograd.Tape;
import org.masque.model.kernels.Kernels;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.Tensor;

/** The last block's attention from the class token, averaged over heads (AMT, spec 3.1; AttMask, spec 5.5). */
public final class AttentionMaps implements PatchMaps {
    /** What is done to a head before the average. */
    public enum Stretch {
        /** It is stretched to [0, 1], so that all heads count alike (AMT). */
        EACH_HEAD,
        /** Nothing (AttMask). */
        NONE
    }

    private final Network network;
    private final Kernels kernels;
    private final Arena arena;
    private final Stretch stretch;

    /** AMT's, over weights and kernels, both borrowed. */
    @MustBeClosed
    public AttentionMaps(Weights weights, Kernels kernels) {
        this(weights, kernels, Stretch.EACH_HEAD);
    }

    /** Over weights and kernels, both borrowed. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // a field that close() closes
    public AttentionMaps(Weights weights, Kernels kernels, Stretch stretch) {
        this.network = Network.over(weights, null);
        this.kernels = kernels;
        this.arena = Arena.open(1 << 16);
        this.stretch = stretch;
    }

    @Override
    public float[][] of(Tensor images) {
        arena.reset();
        Tensor attention = network.classAttention(Tape.inference(kernels, arena), images);
        int count = Math.toIntExact(images.shape()[0]);
        long size = attention.length() / count;
        float[][] maps = new float[count][];
        for (int i = 0; i < count; i++) {
            maps[i] = map(attention.slice(i * size, size).toArray());
        }
        return maps;
    }

    private float[] map(float[] attention) {
        int heads = network.shape().encoder().heads();
        return stretch == Stretch.EACH_HEAD
                ? AttentionMap.ofHeads(attention, heads)
                : AttentionMap.meanOfHeads(attention, heads);
    }

    @Override
    public void close() {
        arena.close();
    }
}
