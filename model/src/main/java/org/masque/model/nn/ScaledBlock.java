package org.masque.model.nn;

import org.jspecify.annotations.Nullable;
import org.masque.model.autograd.Parameter;
import org.masque.model.autograd.Tape;
import org.masque.model.autograd.Variable;
import org.masque.model.tensor.Tensor;

/**
 * A block whose attention may have a bias and whose branches may have factors (LayerScale): x += gamma1 *
 * attention(norm(x)); x += gamma2 * mlp(norm(x)) (spec 2).
 *
 * @param block the layers
 * @param gamma1 factors of the attention's output, [D]; null for none
 * @param gamma2 factors of the perceptron's output, [D]; null for none
 */
public record ScaledBlock(
        Block block, @Nullable Parameter gamma1, @Nullable Parameter gamma2) {
    /** As the other, without a skipped branch. */
    public Variable forward(Tape tape, Variable x, int tokens, @Nullable Variable bias) {
        return forward(tape, x, tokens, bias, BranchFactors.ONES);
    }

    /**
     * x [B*T, D]: [B*T, D].
     *
     * @param bias [H, T, T], or null for none
     * @param factors of both branches in each image
     */
    public Variable forward(Tape tape, Variable x, int tokens, @Nullable Variable bias, BranchFactors factors) {
        if (bias == null && gamma1 == null && factors.attention() == null) {
            return block.forward(tape, x, tokens);
        }
        Linear qkv = block.qkv();
        Variable packed = tape.queriesKeysValues(block.norm1().forward(tape, x), qkv.weight(), qkv.bias());
        Variable attended =
                bias == null ? tape.attention(packed, block.heads(), tokens) : tape.biasedAttention(packed, bias);
        Variable branch = scaled(tape, block.projection().forward(tape, attended), factors.attention());
        Variable y = add(tape, x, branch, gamma1);
        Variable hidden =
                tape.linear(block.norm2().forward(tape, y), block.fc1().weight(), null);
        Variable perceived =
                block.fc2().forward(tape, tape.biasGelu(hidden, block.fc1().bias()));
        return add(tape, y, scaled(tape, perceived, factors.perceptron()), gamma2);
    }

    private static Variable scaled(Tape tape, Variable branch, float @Nullable [] factors) {
        return factors == null ? branch : tape.scaleImages(branch, factors);
    }

    private static Variable add(Tape tape, Variable x, Variable branch, @Nullable Parameter gamma) {
        return gamma == null ? tape.add(x, branch) : tape.addScaled(x, branch, gamma);
    }

    /** Each token's attention to all, and nothing after it: x [B*T, D]: [B, H, T, T]. */
    public Tensor attention(Tape tape, Variable x, int tokens, @Nullable Variable bias) {
        if (bias == null) {
            return block.attention(tape, x, tokens);
        }
        Variable packed = block.qkv().forward(tape, block.norm1().forward(tape, x));
        int rows = x.value().rows();
        Tensor probabilities = tape.arena().take(rows / tokens, block.heads(), tokens, tokens);
        Tensor mixed = tape.arena().take(rows, x.value().columns());
        tape.kernels().biasedAttention(packed.value(), bias.value(), probabilities, mixed);
        return probabilities;
    }

    /** The class token's attention to the patches, and nothing after it: x [B*T, D]: [B, H, T-1]. */
    public Tensor classAttention(Tape tape, Variable x, int tokens, @Nullable Variable bias) {
        if (bias == null) {
            return block.classAttention(tape, x, tokens);
        }
        Variable packed = block.qkv().forward(tape, block.norm1().forward(tape, x));
        Tensor weights = tape.arena().take(x.value().rows() / tokens, block.heads(), tokens - 1);
        tape.kernels().biasedClassAttention(packed.value(), bias.value(), weights);
        return weights;
    }
}
