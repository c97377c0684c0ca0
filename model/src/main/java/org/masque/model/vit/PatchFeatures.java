package org.masque.model.vit;

import com.google.errorprone.annotations.MustBeClosed;
import org.masque.model.autograd.Tape;
import org.masque.model.kernels.Kernels;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.Tensor;

/** What one block of a network makes of the patches of whole images. Belongs to one thread; owns its scratch memory. */
final class PatchFeatures implements AutoCloseable {
    /** What of a block. */
    enum Kind {
        /** The tokens that leave it, before the final norm. */
        TOKENS,
        /** The keys of its attention. */
        KEYS
    }

    private final Network network;
    private final Kernels kernels;
    private final Arena arena;
    private final Kind kind;
    private final int block;

    /**
     * Over weights and kernels, both borrowed.
     *
     * @param block 1 for the first; 0 for the last
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // a field that close() closes
    PatchFeatures(Weights weights, Kernels kernels, Kind kind, int block) {
        int depth = weights.shape().encoder().depth();
        if (block < 0 || block > depth) {
            throw new IllegalArgumentException("features of block " + block + " of an encoder of " + depth + " blocks");
        }
        this.network = Network.over(weights, null);
        this.kernels = kernels;
        this.kind = kind;
        this.block = block == 0 ? depth : block;
        this.arena = Arena.open(1 << 16);
    }

    ModelShape shape() {
        return network.shape();
    }

    /** L x D for each image [B, 3, H, W], patch by patch. */
    float[][] of(Tensor images) {
        arena.reset();
        Tape tape = Tape.inference(kernels, arena);
        return switch (kind) {
            case TOKENS -> patches(network.encodeAll(tape, images, block), 0);
            case KEYS -> patches(network.queriesKeysValues(tape, images, block - 1), 1);
        };
    }

    // The class token comes first in each image and is left out.
    private float[][] patches(Tensor tokens, int column) {
        int width = shape().encoder().width();
        int patches = shape().patches();
        float[][] features = new float[tokens.rows() / (patches + 1)][patches * width];
        for (int image = 0; image < features.length; image++) {
            for (int patch = 0; patch < patches; patch++) {
                long row = (long) image * (patches + 1) + 1 + patch;
                tokens.slice(row * tokens.columns() + (long) column * width, width)
                        .floats()
                        .get(features[image], patch * width, width);
            }
        }
        return features;
    }

    /** The cosines of an image's patches with each other, L x L, from their features, which are scaled on the way. */
    float[] cosines(float[] features) {
        arena.reset();
        return UnitRows.cosines(features, shape().encoder().width(), kernels, arena);
    }

    @Override
    public void close() {
        arena.close();
    }
}
