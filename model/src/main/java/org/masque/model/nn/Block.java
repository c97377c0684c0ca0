package org.masque.model.nn;

import org.masque.model.autograd.Tape;
import org.masque.model.autograd.Variable;
import org.masque.model.tensor.Tensor;

/**
 * A pre-norm transformer block: x += attention(norm(x)); x += mlp(norm(x)) (spec 1.1).
 *
 * @param norm1 before the attention
 * @param qkv queries, keys and values in one product, [3*D, D]
 * @param projection after the attention, [D, D]
 * @param norm2 before the perceptron
 * @param fc1 [M, D]
 * @param fc2 [D, M]
 * @param heads divides D
 */
public record Block(
        LayerNorm norm1, Linear qkv, Linear projection, LayerNorm norm2, Linear fc1, Linear fc2, int heads) {
    /** x [B*T, D]: [B*T, D]. */
    public Variable forward(Tape tape, Variable x, int tokens) {
        return perceive(tape, x, attend(tape, x, tokens));
    }

    /**
     * As {@link #forward}, for a last block of which only the last {@code count} tokens of each image are wanted: all
     * tokens are attended to, but no projection and no perceptron is computed for the others.
     *
     * @return [B*count, D]
     */
    public Variable forwardLast(Tape tape, Variable x, int tokens, int count) {
        Variable attended = attend(tape, x, tokens);
        return perceive(tape, tape.lastTokens(x, tokens, count), tape.lastTokens(attended, tokens, count));
    }

    private Variable attend(Tape tape, Variable x, int tokens) {
        Variable packed = tape.queriesKeysValues(norm1.forward(tape, x), qkv.weight(), qkv.bias());
        return tape.attention(packed, heads, tokens);
    }

    private Variable perceive(Tape tape, Variable x, Variable attended) {
        Variable y = tape.add(x, projection.forward(tape, attended));
        Variable hidden = tape.linear(norm2.forward(tape, y), fc1.weight(), null);
        return tape.add(y, fc2.forward(tape, tape.biasGelu(hidden, fc1.bias())));
    }

    /** The queries, keys and values of all tokens, and nothing after them: x [B*T, D]: [B*T, 3*D]. */
    public Tensor queriesKeysValues(Tape tape, Variable x) {
        return qkv.forward(tape, norm1.forward(tape, x)).value();
    }

    /** Each token's attention to all, and nothing after it: x [B*T, D]: [B, H, T, T]. */
    public Tensor attention(Tape tape, Variable x, int tokens) {
        Variable packed = qkv.forward(tape, norm1.forward(tape, x));
        int rows = x.value().rows();
        Tensor probabilities = tape.arena().take(rows / tokens, heads, tokens, tokens);
        tape.kernels()
                .attention(
                        packed.value(),
                        heads,
                        tokens,
                        probabilities,
                        tape.arena().take(rows, x.value().columns()));
        return probabilities;
    }

    /** The class token's attention to the patches, and nothing after it: x [B*T, D]: [B, H, T-1]. */
    public Tensor classAttention(Tape tape, Variable x, int tokens) {
        Variable packed = qkv.forward(tape, norm1.forward(tape, x));
        Tensor weights = tape.arena().take(x.value().rows() / tokens, heads, tokens - 1);
        tape.kernels().classAttention(packed.value(), heads, tokens, weights);
        return weights;
    }
}
