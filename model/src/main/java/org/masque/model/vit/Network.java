package org.masque.model.vit;

import org.jspecify.annotations.Nullable;
import org.masque.model.autograd.Tape;
import org.masque.model.autograd.Variable;
import org.masque.model.kernels.Kernels.PixelOrder;
import org.masque.model.tensor.Tensor;

/**
 * A network that learns by predicting masked patches, over borrowed weights: what training, maps, features and pictures
 * need of it.
 *
 * <p>Legend: B images, L patches, V visible, M masked, D encoder width, P pixels of a patch. Patch numbers are listed
 * image after image; thrown patches are in no list.
 */
public interface Network {
    /**
     * The network that a shape asks for.
     *
     * @param weights borrowed, must outlive it
     * @param gradients flat, of the weights' layout, borrowed; null for inference
     */
    static Network over(Weights weights, @Nullable Tensor gradients) {
        return weights.shape().use() instanceof EncoderUse.AllTokens
                ? new SimMim(weights, gradients)
                : new MaskedAutoencoder(weights, gradients);
    }

    /** The sizes. */
    ModelShape shape();

    /** The order of the pixels that it predicts for a patch. */
    PixelOrder pixelOrder();

    /**
     * Predicts the pixels of masked patches.
     *
     * @param images [B, 3, H, W], borrowed
     * @param visible B*V patch numbers, ascending within an image
     * @param masked B*M patch numbers, ascending within an image
     * @return [B*M, P], in the order of {@code masked}
     */
    Variable predictMasked(Tape tape, Tensor images, int[] visible, int[] masked);

    /**
     * All that it predicts of masked patches, in training; arguments as of {@link #predictMasked}.
     *
     * @param skipped which residual branches each image skips
     */
    Prediction predict(Tape tape, Tensor images, int[] visible, int[] masked, SkippedBranches skipped);

    /**
     * The last block's attention from the class token to all patches of whole images (spec 3.1), and nothing after it.
     *
     * @param images [B, 3, H, W]
     * @return [B, heads, L], borrowed from the tape's arena
     */
    Tensor classAttention(Tape tape, Tensor images);

    /**
     * The last block's attention of whole images: [B, heads, L+1, L+1], for each token (class token first) the softmax
     * over all, borrowed from the tape's arena.
     */
    Tensor attention(Tape tape, Tensor images);

    /**
     * The queries, keys and values of one block for all tokens of whole images, class token first: [B*(L+1), 3*D],
     * borrowed from the tape's arena.
     *
     * @param block 0 for the first
     */
    Tensor queriesKeysValues(Tape tape, Tensor images, int block);

    /** Encodes all patches of whole images without a backward: [B*(L+1), D], class token first. */
    Tensor encodeAll(Tape tape, Tensor images);

    /**
     * Encodes all patches of whole images for a backward, without the final norm: [B*(L+1), D], class token first.
     *
     * @param skipped which residual branches each image skips
     */
    Variable encodeWhole(Tape tape, Tensor images, SkippedBranches skipped);

    /** The encoder's final norm of some tokens: x [R, D]: [R, D]. */
    Variable finalNorm(Tape tape, Variable x);

    /**
     * As {@link #encodeAll}, but only the first {@code blocks} blocks, and without the final norm (SimMIM's features,
     * spec 7, pitfall 23).
     */
    Tensor encodeAll(Tape tape, Tensor images, int blocks);
}
