package org.masque.model.parts;

import com.google.errorprone.annotations.MustBeClosed;
import org.masque.model.autograd.Tape;
import org.masque.model.kernels.Kernels;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.Tensor;
import org.masque.model.vit.Network;
import org.masque.model.vit.Weights;

/** The output tokens of a frozen encoder for whole images. Belongs to one thread; owns its scratch memory. */
final class PatchTokens implements AutoCloseable {
    private final Network network;
    private final Kernels kernels;
    private final Arena arena;

    /** Over weights and kernels, both borrowed. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // a field that close() closes
    PatchTokens(Weights encoder, Kernels kernels) {
        this.network = Network.over(encoder, null);
        this.kernels = kernels;
        this.arena = Arena.open(1 << 16);
    }

    /** L, the patches of an image. */
    int patches() {
        return network.shape().patches();
    }

    /** D, the width of a token. */
    int width() {
        return network.shape().encoder().width();
    }

    /** Encodes images [B, 3, H, W]: [B*(L+1), D], class token first; borrowed until the next call. */
    Tensor of(Tensor images) {
        arena.reset();
        return network.encodeAll(Tape.inference(kernels, arena), images);
    }

    /**
     * The tokens of images with the mean of each image's patches taken off its patches, which are as long as the square
     * root of D then: what tells the patches of an image apart, on one scale.
     *
     * @param classTokens [B, D], overwritten with the class tokens
     * @return [B*(L+1), D], borrowed until the next call
     */
    Tensor centred(Tensor images, Tensor classTokens) {
        Tensor tokens = of(images);
        int rows = patches() + 1;
        long size = (long) rows * width();
        for (long image = 0; image < images.shape()[0]; image++) {
            classTokens.slice(image * width(), width()).copyFrom(tokens.slice(image * size, width()));
            Tensor patches = tokens.slice(image * size + width(), size - width());
            float[] values = patches.toArray();
            Directions.subtractMean(values, width());
            Directions.normalize(values, width());
            Directions.scale(values, (float) Math.sqrt(width()));
            patches.copyFrom(values);
        }
        return tokens;
    }

    /** The patch tokens of each image, without the class token and of length 1 each: B arrays of L*D. */
    float[][] directions(Tensor images) {
        float[][] patches = patches(images);
        for (float[] image : patches) {
            Directions.normalize(image, width());
        }
        return patches;
    }

    /** As {@link #directions}, with the mean of each image's patches taken off its patches first. */
    float[][] centredDirections(Tensor images) {
        float[][] patches = patches(images);
        for (float[] image : patches) {
            Directions.subtractMean(image, width());
            Directions.normalize(image, width());
        }
        return patches;
    }

    private float[][] patches(Tensor images) {
        Tensor tokens = of(images);
        int count = Math.toIntExact(images.shape()[0]);
        long size = (patches() + 1L) * width();
        float[][] patches = new float[count][];
        for (int i = 0; i < count; i++) {
            patches[i] =
                    tokens.slice(i * size + width(), (long) patches() * width()).toArray();
        }
        return patches;
    }

    @Override
    public void close() {
        arena.close();
    }
}
