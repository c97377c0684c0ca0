package org.masque.model.vit;

import com.google.errorprone.annotations.MustBeClosed;
import org.masque.masking.FamtMap;
import org.masque.masking.HighPass;
import org.masque.model.autograd.Tape;
import org.masque.model.kernels.Kernels;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.Tensor;

/**
 * FAMT's maps: attention in both directions between class token and patches, and on request a factor by frequency
 * (FAMT, Liu, Gui and Luo 2022, arXiv 2211.15362v3; spec 3.7).
 *
 * <p>Only proportions within an image count, so a map is divided by its largest weight.
 */
public final class FamtMaps implements PatchMaps {
    /** What the attention is multiplied by. */
    public enum Factor {
        NONE,
        /** How much a high-pass leaves of a patch's token. */
        FREQUENCY
    }

    private final Network network;
    private final Kernels kernels;
    private final Arena arena;
    private final Factor factor;
    private final HighPass highPass;

    /** Over weights and kernels, both borrowed. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // a field that close() closes
    public FamtMaps(Weights weights, Kernels kernels, Factor factor) {
        this.network = Network.over(weights, null);
        this.kernels = kernels;
        this.arena = Arena.open(1 << 16);
        this.factor = factor;
        this.highPass = new HighPass(weights.shape().patches());
    }

    @Override
    public float[][] of(Tensor images) {
        int count = Math.toIntExact(images.shape()[0]);
        double[][] weights = new double[count][];
        arena.reset();
        Tensor attention = network.attention(Tape.inference(kernels, arena), images);
        long size = attention.length() / count;
        for (int i = 0; i < count; i++) {
            weights[i] = FamtMap.ofHeads(
                    attention.slice(i * size, size).toArray(),
                    network.shape().encoder().heads());
        }
        if (factor == Factor.FREQUENCY) {
            multiply(weights, images);
        }
        float[][] maps = new float[count][];
        for (int i = 0; i < count; i++) {
            maps[i] = FamtMap.largestIsOne(weights[i]);
        }
        return maps;
    }

    private void multiply(double[][] weights, Tensor images) {
        arena.reset();
        Tensor encoded = network.encodeAll(Tape.inference(kernels, arena), images);
        int width = encoded.columns();
        int patches = network.shape().patches();
        for (int i = 0; i < weights.length; i++) {
            // Without the class token, which comes first.
            long from = ((long) i * (patches + 1) + 1) * width;
            double[] factors =
                    highPass.factors(encoded.slice(from, (long) patches * width).toArray());
            for (int patch = 0; patch < patches; patch++) {
                weights[i][patch] *= factors[patch];
            }
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
