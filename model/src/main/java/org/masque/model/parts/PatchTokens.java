package org.masque.model.parts;

import com.google.errorprone.annotations.MustBeClosed;
import org.masque.model.autograd.Tape;
import org.masque.model.kernels.Kernels;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.Tensor;
import org.masque.model.vit.Network;
import org.masque.model.vit.UnitRows;
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
     * The tokens of images with the mean of each image's patches taken off its patches, and all patches of an image on
     * one scale: the mean of their squares is 1. What tells the patches of an image apart, and a patch that is like the
     * mean, as plain ground is, stays short: on a scale of its own its noise would look like a part.
     *
     * @param classTokens [B, D], overwritten with the class tokens
     * @return [B*(L+1), D], borrowed until the next call
     */
    Tensor centred(Tensor images, Tensor classTokens) {
        Tensor tokens = of(images);
        long size = (patches() + 1L) * width();
        for (long image = 0; image < images.shape()[0]; image++) {
            classTokens.slice(image * width(), width()).copyFrom(tokens.slice(image * size, width()));
            Tensor patches = patchesOf(tokens, image);
            float[] values = patches.toArray();
            Directions.subtractMean(values, width());
            Directions.standardize(values);
            patches.copyFrom(values);
        }
        return tokens;
    }

    /** The patches of one image in tokens [B*(L+1), D]: L*D floats, borrowed. */
    Tensor patchesOf(Tensor tokens, long image) {
        long size = (patches() + 1L) * width();
        return tokens.slice(image * size + width(), size - width());
    }

    /** The patch tokens of each image, without the class token and of length 1 each: B arrays of L*D. */
    float[][] directions(Tensor images) {
        float[][] patches = patches(images);
        for (float[] image : patches) {
            UnitRows.normalize(image, width());
        }
        return patches;
    }

    /** As {@link #directions}, with the mean of each image's patches taken off its patches first. */
    float[][] centredDirections(Tensor images) {
        float[][] patches = patches(images);
        for (float[] image : patches) {
            Directions.subtractMean(image, width());
            UnitRows.normalize(image, width());
        }
        return patches;
    }

    private float[][] patches(Tensor images) {
        Tensor tokens = of(images);
        float[][] patches = new float[Math.toIntExact(images.shape()[0])][];
        for (int i = 0; i < patches.length; i++) {
            patches[i] = patchesOf(tokens, i).toArray();
        }
        return patches;
    }

    @Override
    public void close() {
        arena.close();
    }
}
