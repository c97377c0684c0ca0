package org.masque.model.vit;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.masque.model.autograd.Parameter;
import org.masque.model.autograd.Tape;
import org.masque.model.autograd.Variable;
import org.masque.model.kernels.Kernels.PixelOrder;
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
public final class MaskedAutoencoder implements Network {
    private final Weights weights;
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
        Layers layers = new Layers(weights, gradients);
        classToken = layers.parameter("cls_token");
        maskToken = layers.parameter("mask_token");
        patchEmbedding = layers.linear("patch_embed.proj");
        blocks = layers.blocks("blocks", weights.shape().encoder());
        norm = layers.layerNorm("norm");
        decoderEmbedding = layers.linear("decoder_embed");
        decoderBlocks = layers.blocks("decoder_blocks", weights.shape().decoder());
        decoderNorm = layers.layerNorm("decoder_norm");
        prediction = layers.linear("decoder_pred");
    }

    @Override
    public ModelShape shape() {
        return weights.shape();
    }

    @Override
    public PixelOrder pixelOrder() {
        return PixelOrder.CHANNEL_LAST;
    }

    @Override
    public Variable predictMasked(Tape tape, Tensor images, int[] visible, int[] masked) {
        int count = Math.toIntExact(images.shape()[0]);
        return decode(tape, encode(tape, images, visible), visible, masked, masked.length / count);
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

    @Override
    public Tensor classAttention(Tape tape, Tensor images) {
        int tokens = shape().patches() + 1;
        Variable x = forwardAll(tape, images, blocks.size() - 1);
        return blocks.get(blocks.size() - 1).classAttention(tape, x, tokens);
    }

    @Override
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
