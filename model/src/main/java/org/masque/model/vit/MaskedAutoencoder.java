package org.masque.model.vit;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.masque.model.autograd.Parameter;
import org.masque.model.autograd.Tape;
import org.masque.model.autograd.Variable;
import org.masque.model.kernels.Kernels.PixelOrder;
import org.masque.model.nn.Block;
import org.masque.model.nn.BranchFactors;
import org.masque.model.nn.LayerNorm;
import org.masque.model.nn.Linear;
import org.masque.model.nn.ScaledBlock;
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
    private final Decoder decoder;
    private final @Nullable Decoder difficulty;

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
        decoder = Decoder.of(layers, "decoder_", shape().decoder());
        difficulty = shape().difficulty() == EncoderUse.Difficulty.UNPREDICTED
                ? null
                : Decoder.of(layers, MaeParameters.DIFFICULTY, shape().decoder());
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
        Variable x = decoderTokens(tape, latent, visible, masked);
        return decoder.predict(tape, x, x.value().rows() / count, predicted);
    }

    private Variable decoderTokens(Tape tape, Variable latent, int[] visible, int[] masked) {
        int count = latent.value().rows() - visible.length;
        Variable embedded = decoderEmbedding.forward(tape, latent);
        return tape.decoderTokens(embedded, maskToken, weights.decoderPositions(), visible, masked, count);
    }

    /**
     * {@inheritDoc} Both decoders see the same tokens; what the second predicts of a patch is averaged (spec 5.6). No
     * branch is skipped: MAE has no stochastic depth in pre-training.
     */
    @Override
    public Prediction predict(Tape tape, Tensor images, int[] visible, int[] masked, SkippedBranches skipped) {
        if (difficulty == null) {
            return new Prediction(predictMasked(tape, images, visible, masked), null);
        }
        int count = Math.toIntExact(images.shape()[0]);
        int predicted = masked.length / count;
        Variable x = decoderTokens(tape, encode(tape, images, visible), visible, masked);
        int tokens = x.value().rows() / count;
        Variable pixels = decoder.predict(tape, tape.fork(x), tokens, predicted);
        Variable hard = tape.rowMeans(difficulty.predict(tape, tape.fork(x), tokens, predicted));
        return new Prediction(pixels, hard);
    }

    /**
     * Predicts how hard each patch of whole images is, all patches visible: [B*L], borrowed from the tape's arena.
     *
     * @throws IllegalStateException if the network has no second decoder
     */
    public Tensor difficulty(Tape tape, Tensor images) {
        if (difficulty == null) {
            throw new IllegalStateException("this network does not predict difficulty");
        }
        int count = Math.toIntExact(images.shape()[0]);
        int[] every = everyPatch(count);
        Variable latent = norm.forward(tape, forwardAll(tape, images, blocks.size()));
        Variable x = decoderTokens(tape, latent, every, new int[0]);
        return tape.rowMeans(difficulty.predict(tape, x, shape().patches() + 1, shape().patches()))
                .value();
    }

    @Override
    public Variable encodeWhole(Tape tape, Tensor images, SkippedBranches skipped) {
        int count = Math.toIntExact(images.shape()[0]);
        int tokens = shape().patches() + 1;
        List<BranchFactors> factors = skipped.factors(blocks.size());
        Variable x = embed(tape, images, everyPatch(count), count);
        for (int i = 0; i < blocks.size(); i++) {
            x = new ScaledBlock(blocks.get(i), null, null).forward(tape, x, tokens, null, factors.get(i));
        }
        return x;
    }

    @Override
    public Variable finalNorm(Tape tape, Variable x) {
        return norm.forward(tape, x);
    }

    @Override
    public Tensor classAttention(Tape tape, Tensor images) {
        int tokens = shape().patches() + 1;
        Variable x = forwardAll(tape, images, blocks.size() - 1);
        return blocks.get(blocks.size() - 1).classAttention(tape, x, tokens);
    }

    @Override
    public Tensor attention(Tape tape, Tensor images) {
        Variable x = forwardAll(tape, images, blocks.size() - 1);
        return blocks.get(blocks.size() - 1).attention(tape, x, shape().patches() + 1);
    }

    @Override
    public Tensor queriesKeysValues(Tape tape, Tensor images, int block) {
        return blocks.get(block).queriesKeysValues(tape, forwardAll(tape, images, block));
    }

    @Override
    public Tensor encodeAll(Tape tape, Tensor images) {
        return norm.forward(tape, forwardAll(tape, images, blocks.size())).value();
    }

    @Override
    public Tensor encodeAll(Tape tape, Tensor images, int depth) {
        return forwardAll(tape, images, depth).value();
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
