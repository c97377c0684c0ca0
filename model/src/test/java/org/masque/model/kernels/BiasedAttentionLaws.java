package org.masque.model.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.masque.model.kernels.Closeness.assertClose;
import static org.masque.model.kernels.Closeness.sum;
import static org.masque.model.kernels.FiniteDifferences.gradient;
import static org.masque.model.kernels.LawTensors.doubles;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.masque.model.kernels.NaiveKernels.Heads;
import org.masque.model.tensor.Tensor;

/** What holds for attention whose scores have a bias, the same for all images. */
interface BiasedAttentionLaws {
    Kernels kernels();

    @ParameterizedTest(name = "seed {0}, {1} images, {2} tokens, {3} heads of {4}")
    @MethodSource("org.masque.model.kernels.AttentionLaws#shapes")
    default void theBiasIsAddedToTheScaledScores(long seed, int images, int tokens, int heads, int depth) {
        Heads size = new Heads(images, tokens, heads, depth);
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            Tensor qkv = tensors.input(images * tokens, 3 * size.width());
            Tensor bias = tensors.input(heads, tokens, tokens);
            Tensor y = tensors.output(images * tokens, size.width());
            kernels().biasedAttention(qkv, bias, tensors.output(images, heads, tokens, tokens), y);
            assertClose("y", y, NaiveKernels.attention(doubles(qkv), doubles(bias), size));
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} images, {2} tokens, {3} heads of {4}")
    @MethodSource("org.masque.model.kernels.AttentionLaws#shapes")
    default void theBiasGetsTheGradientsOfAllImages(long seed, int images, int tokens, int heads, int depth) {
        Heads size = new Heads(images, tokens, heads, depth);
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            Tensor qkv = tensors.input(images * tokens, 3 * size.width());
            Tensor bias = tensors.input(heads, tokens, tokens);
            Tensor dy = tensors.input(images * tokens, size.width());
            Tensor probabilities = tensors.output(images, heads, tokens, tokens);
            Tensor dqkv = tensors.output(images * tokens, 3 * size.width());
            Tensor dbias = tensors.state(heads, tokens, tokens);
            double[] values = doubles(qkv);
            double[] expectedBias = sum(
                    doubles(dbias), gradient(v -> NaiveKernels.attention(values, v, size), doubles(bias), doubles(dy)));
            kernels().biasedAttention(qkv, bias, probabilities, tensors.output(images * tokens, size.width()));
            kernels().biasedAttentionBackward(dy, qkv, bias, probabilities, dqkv, dbias);
            assertClose(
                    "dqkv", dqkv, gradient(v -> NaiveKernels.attention(v, doubles(bias), size), values, doubles(dy)));
            assertClose("dbias", dbias, expectedBias);
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} images, {2} tokens, {3} heads of {4}")
    @MethodSource("org.masque.model.kernels.AttentionLaws#shapes")
    default void theClassTokensAttentionHasTheBiasToo(long seed, int images, int others, int heads, int depth) {
        Heads size = new Heads(images, others + 1, heads, depth);
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            Tensor qkv = tensors.input(images * size.tokens(), 3 * size.width());
            Tensor bias = tensors.input(heads, size.tokens(), size.tokens());
            Tensor weights = tensors.output(images, heads, others);
            kernels().biasedClassAttention(qkv, bias, weights);
            assertClose("weights", weights, NaiveKernels.classAttention(doubles(qkv), doubles(bias), size));
        }
    }

    @Test
    default void aBiasOfZeroChangesNothing() {
        try (LawTensors tensors = LawTensors.seeded(6)) {
            Tensor qkv = tensors.input(2 * 17, 3 * 15);
            Tensor bias = tensors.state(3, 17, 17);
            bias.zero();
            Tensor plain = tensors.output(34, 15);
            Tensor biased = tensors.output(34, 15);
            kernels().attention(qkv, 3, 17, tensors.output(2, 3, 17, 17), plain);
            kernels().biasedAttention(qkv, bias, tensors.output(2, 3, 17, 17), biased);
            assertClose("y", biased, doubles(plain));
            assertThat(biased.get(0)).isNotZero();
        }
    }
}
