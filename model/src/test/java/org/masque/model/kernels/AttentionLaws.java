package org.masque.model.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.masque.model.kernels.Closeness.assertClose;
import static org.masque.model.kernels.FiniteDifferences.gradient;
import static org.masque.model.kernels.LawTensors.doubles;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.masque.model.kernels.NaiveKernels.Heads;
import org.masque.model.tensor.Tensor;

/** What holds for multi-head attention. */
interface AttentionLaws {
    Kernels kernels();

    static Stream<Arguments> shapes() {
        int[][] edges = {
            {1, 1, 1, 1}, {3, 1, 2, 5}, {2, 2, 1, 3}, {1, 17, 2, 5}, {1, 65, 1, 3}, {2, 17, 3, 4}, {1, 5, 3, 16}
        };
        return Shapes.of(edges, 3, 12, 3, 9);
    }

    @ParameterizedTest(name = "seed {0}, {1} images, {2} tokens, {3} heads of {4}")
    @MethodSource("org.masque.model.kernels.AttentionLaws#shapes")
    default void attentionMixesValuesByTheSoftmaxOfScaledScores(
            long seed, int images, int tokens, int heads, int depth) {
        Heads size = new Heads(images, tokens, heads, depth);
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            Tensor qkv = tensors.input(images * tokens, 3 * size.width());
            Tensor y = tensors.output(images * tokens, size.width());
            kernels().attention(qkv, heads, tokens, tensors.output(images, heads, tokens, tokens), y);
            assertClose("y", y, NaiveKernels.attention(doubles(qkv), size));
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} images, {2} tokens, {3} heads of {4}")
    @MethodSource("org.masque.model.kernels.AttentionLaws#shapes")
    default void theProbabilitiesAreThoseByWhichValuesAreMixed(
            long seed, int images, int tokens, int heads, int depth) {
        int width = heads * depth;
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            Tensor qkv = tensors.input(images * tokens, 3 * width);
            Tensor y = tensors.output(images * tokens, width);
            Tensor probabilities = tensors.output(images, heads, tokens, tokens);
            kernels().attention(qkv, heads, tokens, probabilities, y);
            double[] mixed = new double[images * tokens * width];
            for (int i = 0; i < mixed.length; i++) {
                int query = i / width;
                int image = query / tokens;
                int head = i % width / depth;
                long row = (((long) image * heads + head) * tokens + query % tokens) * tokens;
                for (int key = 0; key < tokens; key++) {
                    mixed[i] += (double) probabilities.get(row + key)
                            * qkv.get(((long) image * tokens + key) * 3 * width + 2L * width + i % width);
                }
            }
            assertClose("y", y, mixed);
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} images, {2} tokens, {3} heads of {4}")
    @MethodSource("org.masque.model.kernels.AttentionLaws#shapes")
    default void theGradientOfAttentionReplaces(long seed, int images, int tokens, int heads, int depth) {
        Heads size = new Heads(images, tokens, heads, depth);
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            Tensor qkv = tensors.input(images * tokens, 3 * size.width());
            Tensor dy = tensors.input(images * tokens, size.width());
            Tensor probabilities = tensors.output(images, heads, tokens, tokens);
            Tensor dqkv = tensors.output(images * tokens, 3 * size.width());
            kernels().attention(qkv, heads, tokens, probabilities, tensors.output(images * tokens, size.width()));
            kernels().attentionBackward(dy, qkv, heads, tokens, probabilities, dqkv);
            assertClose("dqkv", dqkv, gradient(v -> NaiveKernels.attention(v, size), doubles(qkv), doubles(dy)));
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} images, {2} tokens, {3} heads of {4}")
    @MethodSource("org.masque.model.kernels.AttentionLaws#shapes")
    default void classAttentionIsTheFirstRowWithoutItsFirstColumn(
            long seed, int images, int tokensLessOne, int heads, int depth) {
        int tokens = tokensLessOne + 1;
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            Tensor qkv = tensors.input(images * tokens, 3 * heads * depth);
            Tensor weights = tensors.output(images, heads, tokens - 1);
            kernels().classAttention(qkv, heads, tokens, weights);
            assertClose(
                    "weights",
                    weights,
                    NaiveKernels.classAttention(doubles(qkv), new Heads(images, tokens, heads, depth)));
        }
    }

    @Test
    default void attentionSurvivesScoresWhoseExponentialsOverflow() {
        Heads size = new Heads(1, 5, 2, 3);
        try (LawTensors tensors = LawTensors.seeded(9)) {
            Tensor qkv = tensors.widespread(60, size.tokens(), 3 * size.width());
            Tensor y = tensors.output(size.tokens(), size.width());
            kernels().attention(qkv, size.heads(), size.tokens(), tensors.output(1, 2, 5, 5), y);
            assertThat(y.toArray()).doesNotContain(Float.NaN);
            assertThat(Math.abs(y.get(0))).isPositive();
        }
    }

    @Test
    default void theSameInputsGiveTheSameBits() {
        try (LawTensors tensors = LawTensors.seeded(4)) {
            Tensor qkv = tensors.input(34, 3 * 15);
            Tensor first = tensors.output(34, 15);
            Tensor second = tensors.output(34, 15);
            kernels().attention(qkv, 3, 17, tensors.output(2, 3, 17, 17), first);
            kernels().attention(qkv, 3, 17, tensors.output(2, 3, 17, 17), second);
            assertThat(second.toArray()).isEqualTo(first.toArray());
        }
    }
}
