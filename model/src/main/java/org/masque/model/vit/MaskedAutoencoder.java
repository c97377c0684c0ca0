package org.masque.model.vit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.masque.model.autograd.Parameter;
import org.masque.model.autograd.Tape;
import org.masque.model.autograd.Variable;
import org.masque.model.nn.Block;
import org.masque.model.nn.LayerNorm;
import org.masque.model.nn.Linear;
import org.masque.model.tensor.Tensor;

/**
 * MAE's encoder of visible patches and decoder of masked ones (MAE, He et al. 2021, section 3; spec 1.1), over borrowed
 * weights.
 *
 * <p>Legend: B images, L patches, V visible, M masked, D encoder width, P pixels of a patch. Patch numbers are listed
 * image after image; the order of an image's visible patches is the order of its tokens.
 */
public final class MaskedAutoencoder {
    private final Weights weights;
    private final @Nullable Tensor gradients;
    private final Parameter classToken;
    private final Parameter maskToken;
    private final Linear patchEmbedding;
    private final List<Block> blocks;
    private final LayerNorm norm;
    private final Linear decoderEmbedding;
    private final List<Block> decoderBlocks;
    private final LayerNorm decoderNorm;
    private final Linear prediction;

    /**
     * Builds the network over weights and, for training, over one worker's gradients.
     *
     * @param weights borrowed, must outlive this
     * @param gradients flat, of the weights' layout, borrowed; null for inference
     */
    public MaskedAutoencoder(Weights weights, @Nullable Tensor gradients) {
        this.weights = weights;
        this.gradients = gradients;
        classToken = weights.parameter("cls_token", gradients);
        maskToken = weights.parameter("mask_token", gradients);
        patchEmbedding = linear("patch_embed.proj");
        blocks = blocks("blocks", weights.shape().encoder());
        norm = layerNorm("norm");
        decoderEmbedding = linear("decoder_embed");
        decoderBlocks = blocks("decoder_blocks", weights.shape().decoder());
        decoderNorm = layerNorm("decoder_norm");
        prediction = linear("decoder_pred");
    }

    private List<Block> blocks(String stack, ModelShape.Tower tower) {
        List<Block> built = new ArrayList<>();
        for (int i = 0; i < tower.depth(); i++) {
            String block = stack + "." + i + ".";
            built.add(new Block(
                    layerNorm(block + "norm1"),
                    linear(block + "attn.qkv"),
                    linear(block + "attn.proj"),
                    layerNorm(block + "norm2"),
                    linear(block + "mlp.fc1"),
                    linear(block + "mlp.fc2"),
                    tower.heads()));
        }
        return built;
    }

    private Linear linear(String name) {
        return new Linear(weights.parameter(name + ".weight", gradients), weights.parameter(name + ".bias", gradients));
    }

    private LayerNorm layerNorm(String name) {
        return new LayerNorm(
                weights.parameter(name + ".weight", gradients), weights.parameter(name + ".bias", gradients));
    }

    /** The sizes. */
    public ModelShape shape() {
        return weights.shape();
    }

    /**
     * Encodes the visible patches, with the final norm.
     *
     * @param images [B, 3, H, W]
     * @param visible B*V patch numbers
     * @return [B*(V+1), D], class token first
     */
    public Variable encode(Tape tape, Tensor images, int[] visible) {
        int count = Math.toIntExact(images.shape()[0]);
        Variable x = embed(tape, images, visible, count);
        for (Block block : blocks) {
            x = block.forward(tape, x, visible.length / count + 1);
        }
        return norm.forward(tape, x);
    }

    private Variable embed(Tape tape, Tensor images, int[] patches, int count) {
        Variable pixels = tape.patches(images, shape().patch(), patches);
        Variable embedded = tape.linearOfInput(pixels, patchEmbedding.weight(), patchEmbedding.bias());
        return tape.encoderTokens(embedded, classToken, weights.encoderPositions(), patches, count);
    }

    /**
     * Decodes the visible and masked patches and predicts the pixels of the last {@code predicted} of them.
     *
     * @param latent [B*(V+1), D]
     * @param visible B*V patch numbers
     * @param masked B*M patch numbers; thrown patches are in neither list
     * @param predicted M to predict the masked ones, V+M to predict all
     * @return [B*predicted, P], pixels in the order row, column, channel
     */
    public Variable decode(Tape tape, Variable latent, int[] visible, int[] masked, int predicted) {
        int count = latent.value().rows() - visible.length;
        int tokens = 1 + (visible.length + masked.length) / count;
        Variable embedded = decoderEmbedding.forward(tape, latent);
        Variable x = tape.decoderTokens(embedded, maskToken, weights.decoderPositions(), visible, masked, count);
        int last = decoderBlocks.size() - 1;
        for (Block block : decoderBlocks.subList(0, last)) {
            x = block.forward(tape, x, tokens);
        }
        Variable wanted = decoderBlocks.get(last).forwardLast(tape, x, tokens, predicted);
        return prediction.forward(tape, decoderNorm.forward(tape, wanted));
    }

    /**
     * The last block's attention from the class token to all patches of whole images (spec 3.1), and nothing after it.
     *
     * @param images [B, 3, H, W]
     * @return [B, heads, L], borrowed from the tape's arena
     */
    public Tensor classAttention(Tape tape, Tensor images) {
        int tokens = shape().patches() + 1;
        Variable x = forwardAll(tape, images, blocks.size() - 1);
        return blocks.get(blocks.size() - 1).classAttention(tape, x, tokens);
    }

    /** Encodes all patches of whole images without a backward: [B*(L+1), D], class token first. */
    public Tensor encodeAll(Tape tape, Tensor images) {
        return norm.forward(tape, forwardAll(tape, images, blocks.size())).value();
    }

    // Nothing is kept for a backward, so each block's scratch is given back: the arena needs room for one block only.
    private Variable forwardAll(Tape tape, Tensor images, int depth) {
        int count = Math.toIntExact(images.shape()[0]);
        int tokens = shape().patches() + 1;
        Variable x = embed(tape, images, everyPatch(count), count);
        long mark = tape.arena().mark();
        for (Block block : blocks.subList(0, depth)) {
            x.value().copyFrom(block.forward(tape, x, tokens).value());
            tape.arena().rewind(mark);
        }
        return x;
    }

    private int[] everyPatch(int images) {
        int patches = shape().patches();
        int[] every = new int[images * patches];
        for (int i = 0; i < every.length; i++) {
            every[i] = i % patches;
        }
        return every;
    }
}
