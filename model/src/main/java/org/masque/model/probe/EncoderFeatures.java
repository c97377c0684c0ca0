package org.masque.model.probe;

import com.google.errorprone.annotations.MustBeClosed;
import org.masque.masking.PatchGrid;
import org.masque.model.autograd.Tape;
import org.masque.model.kernels.Kernels;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.Tensor;
import org.masque.model.vit.Network;
import org.masque.model.vit.Weights;

/** Extracts features with the encoder of a network, or with its first blocks: all patches visible. */
public final class EncoderFeatures implements FeatureExtractor, AutoCloseable {
    private final Network network;
    private final Kernels kernels;
    private final int block;
    private final Arena arena;

    /** Of the whole encoder with its final norm, over weights and kernels, both borrowed. */
    @MustBeClosed
    public EncoderFeatures(Weights weights, Kernels kernels) {
        this(weights, kernels, 0);
    }

    /**
     * Of an inner block, over weights and kernels, both borrowed.
     *
     * @param block whose output is taken, counted from 1, without a norm; 0 for the whole encoder with its norm
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // a field that close() closes
    public EncoderFeatures(Weights weights, Kernels kernels, int block) {
        this.block = block;
        this.network = Network.over(weights, null);
        this.kernels = kernels;
        this.arena = Arena.open(1 << 16);
    }

    @Override
    public int width() {
        return network.shape().encoder().width();
    }

    @Override
    public void extract(Tensor images, Tensor classTokens, Tensor patchMeans) {
        float[] latent = encoded(images);
        int tokens = network.shape().patches() + 1;
        float[] classes = new float[Math.toIntExact(classTokens.length())];
        float[] means = new float[classes.length];
        for (int image = 0; image < images.shape()[0]; image++) {
            int from = image * tokens * width();
            System.arraycopy(latent, from, classes, image * width(), width());
            averagePatches(latent, from, means, image * width());
        }
        classTokens.copyFrom(classes);
        patchMeans.copyFrom(means);
    }

    /** The tokens of the patches of B images, B x L x D, image by image: a copy. */
    float[] patchTokens(Tensor images) {
        float[] latent = encoded(images);
        int all = (network.shape().patches() + 1) * width();
        int patches = all - width();
        float[] tokens = new float[latent.length / all * patches];
        for (int image = 0; image < latent.length / all; image++) {
            // The class token comes first.
            System.arraycopy(latent, image * all + width(), tokens, image * patches, patches);
        }
        return tokens;
    }

    PatchGrid grid() {
        return network.shape().grid();
    }

    private float[] encoded(Tensor images) {
        arena.reset();
        Tape tape = Tape.inference(kernels, arena);
        Tensor encoded = block == 0 ? network.encodeAll(tape, images) : network.encodeAll(tape, images, block);
        return encoded.toArray();
    }

    private void averagePatches(float[] latent, int from, float[] means, int at) {
        int patches = network.shape().patches();
        for (int d = 0; d < width(); d++) {
            double sum = 0;
            for (int patch = 1; patch <= patches; patch++) {
                sum += latent[from + patch * width() + d];
            }
            means[at + d] = (float) (sum / patches);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
