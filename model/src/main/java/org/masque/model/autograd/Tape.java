package org.masque.model.autograd;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.Kernels.PixelOrder;
import org.masque.model.kernels.Kernels.Write;
import org.masque.model.kernels.TokenSequence;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.Tensor;

/**
 * Runs kernels forward and, if it records, notes the backward of each call, to be run in reverse.
 *
 * <p>One tape serves one micro-batch of one worker: values and gradients come out of the worker's arena and die with
 * its next reset, a gradient as soon as it was handed on. Legend as in {@link Kernels}: B images, T tokens, D width, R
 * rows.
 */
public final class Tape {
    private final Kernels kernels;
    private final Arena arena;
    private final GradientPool gradients;
    private final @Nullable List<Runnable> backward;

    private Tape(Kernels kernels, Arena arena, @Nullable List<Runnable> backward) {
        this.kernels = kernels;
        this.arena = arena;
        this.gradients = new GradientPool(arena);
        this.backward = backward;
    }

    /** A tape that can go back. */
    public static Tape recording(Kernels kernels, Arena arena) {
        return new Tape(kernels, arena, new ArrayList<>());
    }

    /** A tape that only goes forward: for maps, features and pictures. */
    public static Tape inference(Kernels kernels, Arena arena) {
        return new Tape(kernels, arena, null);
    }

    /** The kernels it runs. */
    public Kernels kernels() {
        return kernels;
    }

    /** Where its values live. */
    public Arena arena() {
        return arena;
    }

    /** Takes a tensor as a constant start: patches, or a value from elsewhere. */
    public Variable input(Tensor value) {
        return new Variable(value);
    }

    /** Cuts patches out of images [B, C, H, W]: [B*K, P]. No gradient flows to pixels. */
    public Variable patches(Tensor images, int side, int[] patches) {
        Tensor y = arena.take(patches.length, images.shape()[1] * side * side);
        kernels.extractPatches(images, side, patches, PixelOrder.CHANNEL_FIRST, y);
        return new Variable(y);
    }

    /** The product with the weight's transpose, plus a bias; x [R, I], weight [O, I]: [R, O]. */
    public Variable linear(Variable x, Parameter weight, @Nullable Parameter bias) {
        return linear(x, weight, bias, true);
    }

    /** As {@link #linear}, for an x that nothing trained led to: its own gradient is not computed. */
    public Variable linearOfInput(Variable x, Parameter weight, Parameter bias) {
        return linear(x, weight, bias, false);
    }

    /**
     * Queries, keys and values in one product; x [B*T, D], weight [3*D, D]: [B*T, 3*D].
     *
     * <p>A bias on the keys adds the same to all scores of a query, which the softmax ignores: its gradient is zero.
     * Sums of rounding errors would take its place, and AdamW would turn them into full steps.
     */
    public Variable queriesKeysValues(Variable x, Parameter weight, Parameter bias) {
        record(() -> {
            long width = bias.value().length() / 3;
            bias.requireGradient().slice(width, width).zero();
        });
        return linear(x, weight, bias, true);
    }

    private Variable linear(Variable x, Parameter weight, @Nullable Parameter bias, boolean xNeedsGradient) {
        Tensor w = matrix(weight.value());
        Variable y = new Variable(arena.take(x.value().rows(), w.rows()));
        kernels.linear(x.value(), w, bias == null ? null : bias.value(), y.value());
        record(y, () -> {
            Tensor dy = y.requireGradient();
            kernels.linearWeightGradient(
                    dy, x.value(), matrix(weight.requireGradient()), bias == null ? null : bias.requireGradient());
            if (xNeedsGradient) {
                Write write = x.gradient() == null ? Write.REPLACE : Write.ADD;
                kernels.linearInputGradient(dy, w, gradients.of(x), write);
            }
        });
        return y;
    }

    // A convolution's weight [D, C, p, p] is a matrix [D, C*p*p].
    private static Tensor matrix(Tensor weight) {
        long outputs = weight.shape()[0];
        return weight.shape().length == 2 ? weight : weight.reshape(outputs, weight.length() / outputs);
    }

    /** LayerNorm over the last axis. */
    public Variable layerNorm(Variable x, Parameter scale, Parameter shift, float epsilon) {
        int rows = x.value().rows();
        Variable y = new Variable(arena.take(rows, x.value().columns()));
        Tensor statistics = arena.take(rows, 2);
        kernels.layerNorm(x.value(), scale.value(), shift.value(), epsilon, y.value(), statistics);
        record(
                y,
                () -> kernels.layerNormBackward(
                        y.requireGradient(),
                        x.value(),
                        scale.value(),
                        statistics,
                        gradients.zeroedOf(x),
                        scale.requireGradient(),
                        shift.requireGradient()));
        return y;
    }

    /** Exact GELU of x + bias; x must have no other reader, since the kernel keeps its backward's needs in it. */
    public Variable biasGelu(Variable x, Parameter bias) {
        Variable y = new Variable(arena.take(x.value().rows(), x.value().columns()));
        kernels.biasGelu(x.value(), bias.value(), y.value());
        record(y, () -> {
            Tensor dy = y.requireGradient();
            kernels.biasGeluBackward(dy, x.value(), bias.value(), dy, bias.requireGradient());
            gradients.share(dy, x);
        });
        return y;
    }

    /** Multi-head softmax attention; qkv [B*T, 3*D]: [B*T, D]. */
    public Variable attention(Variable qkv, int heads, int tokens) {
        int rows = qkv.value().rows();
        int images = rows / tokens;
        Variable y = new Variable(arena.take(rows, qkv.value().columns() / 3));
        Tensor probabilities = arena.take(images, heads, tokens, tokens);
        kernels.attention(qkv.value(), heads, tokens, probabilities, y.value());
        record(
                y,
                () -> kernels.attentionBackward(
                        y.requireGradient(), qkv.value(), heads, tokens, probabilities, gradients.of(qkv)));
        return y;
    }

    /** As {@link #attention}, with a bias [H, T, T] on the scaled scores; the bias may serve several calls. */
    public Variable biasedAttention(Variable qkv, Variable bias) {
        int rows = qkv.value().rows();
        long heads = bias.value().shape()[0];
        int tokens = bias.value().columns();
        Variable y = new Variable(arena.take(rows, qkv.value().columns() / 3));
        Tensor probabilities = arena.take(rows / tokens, heads, tokens, tokens);
        kernels.biasedAttention(qkv.value(), bias.value(), probabilities, y.value());
        record(
                y,
                () -> kernels.biasedAttentionBackward(
                        y.requireGradient(),
                        qkv.value(),
                        bias.value(),
                        probabilities,
                        gradients.of(qkv),
                        gradients.zeroedOf(bias)));
        return y;
    }

    /** A table of biases [N, H] laid out for each pair of T tokens: [H, T, T]. */
    public Variable positionBias(Parameter table, int[] index, int tokens) {
        Variable y = new Variable(arena.take(table.value().columns(), tokens, tokens));
        kernels.gatherBias(table.value(), index, y.value());
        record(y, () -> kernels.gatherBiasBackward(y.requireGradient(), index, table.requireGradient()));
        return y;
    }

    /** x + branch * scale, a residual sum with factors for the columns of the branch. */
    public Variable addScaled(Variable x, Variable branch, Parameter scale) {
        Variable y = new Variable(arena.take(x.value().rows(), x.value().columns()));
        kernels.addScaled(x.value(), branch.value(), scale.value(), y.value());
        record(y, () -> {
            Tensor dy = y.requireGradient();
            kernels.addScaledBackward(dy, branch.value(), scale.value(), gradients.of(branch), scale.requireGradient());
            passOn(x, dy);
        });
        return y;
    }

    // The gradient of a sum is that of its addend; the first to pass one on does it without a copy.
    private void passOn(Variable x, Tensor dy) {
        Tensor dx = x.gradient();
        if (dx == null) {
            gradients.share(dy, x);
        } else {
            kernels.add(dx, dy, dx);
        }
    }

    /**
     * x + branch, the residual sum. Both get the gradient of the sum, without a copy: the branch's last operation was
     * recorded just before and has read it before anything recorded earlier adds to x's. So the branch must not be a
     * sum itself: that would hand the shared gradient on.
     *
     * @throws IllegalArgumentException if the branch is a sum
     */
    public Variable add(Variable x, Variable branch) {
        if (branch.isSum()) {
            throw new IllegalArgumentException(
                    "the branch of a sum must not be a sum: their gradients would share memory");
        }
        Variable y = Variable.sum(arena.take(x.value().rows(), x.value().columns()));
        kernels.add(x.value(), branch.value(), y.value());
        record(y, () -> {
            Tensor dy = y.requireGradient();
            gradients.share(dy, branch);
            passOn(x, dy);
        });
        return y;
    }

    /** The encoder's input: class token and embedded patches with their positions; embedded [B*K, D]: [B*(K+1), D]. */
    public Variable encoderTokens(
            Variable embedded, Parameter classToken, Tensor positions, int[] patches, int images) {
        Tensor token = flat(classToken.value());
        Variable y = new Variable(arena.take(embedded.value().rows() + images, token.length()));
        kernels.encoderTokens(embedded.value(), token, positions, patches, y.value());
        record(
                y,
                () -> kernels.encoderTokensBackward(
                        y.requireGradient(), gradients.of(embedded), flat(classToken.requireGradient())));
        return y;
    }

    /** The decoder's input; embedded [B*(V+1), D]: [B*(1+V+M), D]. */
    public Variable decoderTokens(
            Variable embedded, Parameter maskToken, Tensor positions, int[] visible, int[] masked, int images) {
        Tensor token = flat(maskToken.value());
        Variable y = new Variable(arena.take(embedded.value().rows() + masked.length, token.length()));
        kernels.decoderTokens(embedded.value(), token, positions, visible, masked, y.value());
        record(
                y,
                () -> kernels.decoderTokensBackward(
                        y.requireGradient(),
                        masked.length / images,
                        gradients.of(embedded),
                        flat(maskToken.requireGradient())));
        return y;
    }

    /**
     * The input of an encoder of all tokens; embedded [B*V, D]: [B*T, D].
     *
     * @param positions [1, L+1, D], trained; null for none
     */
    public Variable mergedTokens(
            Variable embedded,
            Parameter classToken,
            Parameter maskToken,
            @Nullable Parameter positions,
            TokenSequence sequence) {
        Tensor token = flat(classToken.value());
        Variable y = new Variable(arena.take(sequence.rows(), token.length()));
        kernels.mergedTokens(
                embedded.value(),
                token,
                flat(maskToken.value()),
                positions == null ? null : asRows(positions.value()),
                sequence,
                y.value());
        record(
                y,
                () -> kernels.mergedTokensBackward(
                        y.requireGradient(),
                        sequence,
                        gradients.of(embedded),
                        flat(classToken.requireGradient()),
                        flat(maskToken.requireGradient()),
                        positions == null ? null : asRows(positions.requireGradient())));
        return y;
    }

    private static Tensor asRows(Tensor table) {
        return table.reshape(table.rows(), table.columns());
    }

    /** Some rows, each at most once: x [R, D]: [rows, D]. */
    public Variable selectRows(Variable x, int[] rows) {
        Variable y = new Variable(arena.take(rows.length, x.value().columns()));
        kernels.selectRows(x.value(), rows, y.value());
        record(y, () -> kernels.selectRowsBackward(y.requireGradient(), rows, gradients.of(x)));
        return y;
    }

    /** The same value for one of several readers; the gradients of all forks of x are added up. */
    public Variable fork(Variable x) {
        Variable y = new Variable(x.value());
        record(y, () -> {
            Tensor dy = y.requireGradient();
            if (x.gradient() == null) {
                gradients.of(x).copyFrom(dy);
            } else {
                kernels.add(x.requireGradient(), dy, x.requireGradient());
            }
        });
        return y;
    }

    /** The mean of each row: x [R, P]: [R]. */
    public Variable rowMeans(Variable x) {
        Variable y = new Variable(arena.take(x.value().rows()));
        kernels.rowMeans(x.value(), y.value());
        record(y, () -> kernels.rowMeansBackward(y.requireGradient(), gradients.of(x)));
        return y;
    }

    /** x times a factor for each image. */
    public Variable scaleImages(Variable x, float[] factors) {
        Variable y = new Variable(arena.take(x.value().rows(), x.value().columns()));
        kernels.scaleImages(x.value(), factors, y.value());
        record(y, () -> kernels.scaleImages(y.requireGradient(), factors, gradients.of(x)));
        return y;
    }

    private static Tensor flat(Tensor token) {
        return token.reshape(token.length());
    }

    /** The last tokens of each image: [B*count, D]. Of the readers of x it must be the last that is recorded. */
    public Variable lastTokens(Variable x, int tokens, int count) {
        int images = x.value().rows() / tokens;
        Variable y = new Variable(arena.take((long) images * count, x.value().columns()));
        kernels.lastTokens(x.value(), tokens, count, y.value());
        record(y, () -> {
            if (x.gradient() != null) {
                throw new IllegalStateException("the last tokens' gradient would replace one that x has already");
            }
            kernels.lastTokensBackward(y.requireGradient(), tokens, count, gradients.of(x));
        });
        return y;
    }

    /** Gives an output its gradient, before {@link #backward}: for networks with several outputs. */
    public void startAt(Variable output, Tensor gradient) {
        output.gradient(gradient);
    }

    /** Runs every recorded backward, from the last to the first. */
    public void backward(Variable output, Tensor gradient) {
        if (backward == null) {
            throw new IllegalStateException("an inference tape has nothing to go back to");
        }
        startAt(output, gradient);
        for (int i = backward.size() - 1; i >= 0; i--) {
            backward.get(i).run();
        }
        backward.clear();
    }

    /** Notes how the gradient of y is handed on, after which its memory may be used again. */
    void record(Variable y, Runnable step) {
        record(() -> {
            step.run();
            gradients.release(y.requireGradient());
            y.gradient(null);
        });
    }

    /** Notes what goes back. */
    void record(Runnable step) {
        if (backward != null) {
            backward.add(step);
        }
    }

    /** The gradients on their way. */
    GradientPool gradients() {
        return gradients;
    }
}
