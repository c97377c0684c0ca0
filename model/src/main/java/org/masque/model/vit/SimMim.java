package org.masque.model.vit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.masque.model.autograd.Parameter;
import org.masque.model.autograd.Tape;
import org.masque.model.autograd.Variable;
import org.masque.model.kernels.Kernels.PixelOrder;
import org.masque.model.kernels.TokenSequence;
import org.masque.model.nn.BranchFactors;
import org.masque.model.nn.LayerNorm;
import org.masque.model.nn.Linear;
import org.masque.model.nn.ScaledBlock;
import org.masque.model.tensor.Tensor;

/**
 * SimMIM's encoder of all tokens and its linear head (Xie et al. 2022, section 3; spec 2), over borrowed weights.
 *
 * <p>A masked patch is replaced by the mask token after the patch embedding, so its pixels are never looked at and it
 * is not embedded at all. A thrown patch has no token (AMT on SimMIM, spec 3.6). Only masked patches are predicted,
 * since only they are in the loss. Legend as in {@link Network}; T tokens of an image.
 */
public final class SimMim implements Network {
    private static final String PREFIX = "encoder.";

    private final Weights weights;
    private final Parameter classToken;
    private final Parameter maskToken;
    private final @Nullable Parameter positions;
    private final @Nullable Parameter biasTable;
    private final int[] biasIndex;
    private final Linear patchEmbedding;
    private final List<ScaledBlock> blocks;
    private final LayerNorm norm;
    private final Linear head;

    /**
     * Builds the network over weights and, for training, over one worker's gradients.
     *
     * @param weights of a shape whose encoder sees all tokens, borrowed, must outlive this
     * @param gradients flat, of the weights' layout, borrowed; null for inference
     */
    public SimMim(Weights weights, @Nullable Tensor gradients) {
        this.weights = weights;
        EncoderUse.AllTokens use = weights.shape().allTokens();
        Layers layers = new Layers(weights, gradients);
        classToken = layers.parameter(PREFIX + "cls_token");
        maskToken = layers.parameter(PREFIX + "mask_token");
        positions = use.position().isAbsolute() ? layers.parameter(SimMimParameters.POSITIONS) : null;
        biasTable = use.position().isRelative() ? layers.parameter(SimMimParameters.BIAS_TABLE) : null;
        biasIndex = use.position().isRelative() ? RelativePositions.index(shape().grid()) : new int[0];
        patchEmbedding = layers.linear(PREFIX + "patch_embed.proj");
        blocks = blocks(layers, use);
        norm = layers.layerNorm(PREFIX + "norm");
        head = layers.linear("decoder.0");
    }

    private List<ScaledBlock> blocks(Layers layers, EncoderUse.AllTokens use) {
        List<ScaledBlock> built = new ArrayList<>();
        for (int i = 0; i < shape().encoder().depth(); i++) {
            String block = PREFIX + "blocks." + i + ".";
            Parameter bias = weights.span(block + "attn.q_bias", block + "attn.v_bias", layers.gradients());
            Linear qkv = new Linear(layers.parameter(block + "attn.qkv.weight"), bias);
            built.add(new ScaledBlock(
                    layers.block(block, qkv, shape().encoder().heads()),
                    use.hasLayerScale() ? layers.parameter(block + "gamma_1") : null,
                    use.hasLayerScale() ? layers.parameter(block + "gamma_2") : null));
        }
        return built;
    }

    @Override
    public ModelShape shape() {
        return weights.shape();
    }

    @Override
    public PixelOrder pixelOrder() {
        return PixelOrder.CHANNEL_FIRST;
    }

    @Override
    public Variable predictMasked(Tape tape, Tensor images, int[] visible, int[] masked) {
        return predict(tape, images, visible, masked, SkippedBranches.NONE).pixels();
    }

    @Override
    public Prediction predict(Tape tape, Tensor images, int[] visible, int[] masked, SkippedBranches skipped) {
        TokenSequence sequence = TokenSequence.merged(Math.toIntExact(images.shape()[0]), visible, masked);
        Variable x = forward(tape, embed(tape, images, visible, sequence), sequence.tokens(), skipped);
        // Norm and head treat each token by itself, so the tokens that are not predicted need neither.
        Variable wanted = tape.selectRows(x, sequence.maskedRows());
        return new Prediction(head.forward(tape, norm.forward(tape, wanted)), null);
    }

    private Variable embed(Tape tape, Tensor images, int[] visible, TokenSequence sequence) {
        Variable pixels = tape.patches(images, shape().patch(), visible);
        Variable embedded = tape.linearOfInput(pixels, patchEmbedding.weight(), patchEmbedding.bias());
        return tape.mergedTokens(embedded, classToken, maskToken, positions, sequence);
    }

    private @Nullable Variable bias(Tape tape, int tokens) {
        if (biasTable == null) {
            return null;
        }
        if (tokens != shape().patches() + 1) {
            throw new IllegalArgumentException("relative positions with thrown patches: " + tokens + " of "
                    + (shape().patches() + 1) + " tokens are left; throw nothing, or take absolute positions");
        }
        return tape.positionBias(biasTable, biasIndex, tokens);
    }

    @Override
    public Variable encodeWhole(Tape tape, Tensor images, SkippedBranches skipped) {
        int count = Math.toIntExact(images.shape()[0]);
        int[] every = everyPatch(count);
        TokenSequence sequence = TokenSequence.merged(count, every, new int[0]);
        return forward(tape, embed(tape, images, every, sequence), sequence.tokens(), skipped);
    }

    private Variable forward(Tape tape, Variable embedded, int tokens, SkippedBranches skipped) {
        Variable bias = bias(tape, tokens);
        List<BranchFactors> factors = skipped.factors(blocks.size());
        Variable x = embedded;
        for (int i = 0; i < blocks.size(); i++) {
            x = blocks.get(i).forward(tape, x, tokens, bias, factors.get(i));
        }
        return x;
    }

    private int[] everyPatch(int images) {
        int patches = shape().patches();
        return IntStream.range(0, images * patches).map(i -> i % patches).toArray();
    }

    @Override
    public Variable finalNorm(Tape tape, Variable x) {
        return norm.forward(tape, x);
    }

    @Override
    public Tensor classAttention(Tape tape, Tensor images) {
        int tokens = shape().patches() + 1;
        Variable bias = bias(tape, tokens);
        Variable x = forwardAll(tape, images, blocks.subList(0, blocks.size() - 1), bias);
        return blocks.get(blocks.size() - 1).classAttention(tape, x, tokens, bias);
    }

    @Override
    public Tensor attention(Tape tape, Tensor images) {
        int tokens = shape().patches() + 1;
        Variable bias = bias(tape, tokens);
        Variable x = forwardAll(tape, images, blocks.subList(0, blocks.size() - 1), bias);
        return blocks.get(blocks.size() - 1).attention(tape, x, tokens, bias);
    }

    @Override
    public Tensor queriesKeysValues(Tape tape, Tensor images, int block) {
        Variable bias = bias(tape, shape().patches() + 1);
        Variable x = forwardAll(tape, images, blocks.subList(0, block), bias);
        return blocks.get(block).block().queriesKeysValues(tape, x);
    }

    @Override
    public Tensor encodeAll(Tape tape, Tensor images) {
        Variable bias = bias(tape, shape().patches() + 1);
        return norm.forward(tape, forwardAll(tape, images, blocks, bias)).value();
    }

    @Override
    public Tensor encodeAll(Tape tape, Tensor images, int depth) {
        Variable bias = bias(tape, shape().patches() + 1);
        return forwardAll(tape, images, blocks.subList(0, depth), bias).value();
    }

    // Nothing is kept for a backward, so each block's scratch is given back: the arena needs room for one block only.
    private Variable forwardAll(Tape tape, Tensor images, List<ScaledBlock> first, @Nullable Variable bias) {
        int count = Math.toIntExact(images.shape()[0]);
        int patches = shape().patches();
        int[] every = everyPatch(count);
        Variable x = embed(tape, images, every, TokenSequence.merged(count, every, new int[0]));
        long mark = tape.arena().mark();
        for (ScaledBlock block : first) {
            x.value().copyFrom(block.forward(tape, x, patches + 1, bias).value());
            tape.arena().rewind(mark);
        }
        return x;
    }
}
