package org.masque.model.kernels;

import static org.masque.model.kernels.Doubles.assertClose;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.Tensor;

@ExtendWith(NoTensorLeaks.class)
class SimdAttentionTest {
    private static final int IMAGES = 2;
    private static final int HEADS = 3;

    private Kernels kernels;

    static Stream<Arguments> shapes() {
        return IntStream.of(1, 2, 5, 17, 39, 65, 127, 128, 197)
                .boxed()
                .flatMap(tokens -> IntStream.of(5, 8, 16, 24, 32, 64)
                        .mapToObj(width -> Arguments.of(1000L * tokens + width, tokens, width)));
    }

    @BeforeEach
    void openKernels() {
        kernels = KernelsProvider.open("simd");
    }

    @AfterEach
    void closeKernels() {
        kernels.close();
    }

    @ParameterizedTest(name = "seed {0}, {1} tokens, heads {2} wide")
    @MethodSource("shapes")
    void everyHeadMixesItsValuesBySoftmaxOfScaledScores(long seed, int tokens, int width) {
        try (GuardedTensors tensors = new GuardedTensors(seed)) {
            Tensor qkv = tensors.random(IMAGES * tokens, 3 * HEADS * width);
            Tensor probabilities = tensors.undefined(IMAGES, HEADS, tokens, tokens);
            Tensor y = tensors.undefined(IMAGES * tokens, HEADS * width);

            kernels.attention(qkv, HEADS, tokens, probabilities, y);

            assertClose(y, new NaiveAttention(Doubles.of(qkv), IMAGES, HEADS, tokens, width).forward());
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} tokens, heads {2} wide")
    @MethodSource("shapes")
    void theBackwardIsTheChainRuleThroughTheSoftmax(long seed, int tokens, int width) {
        try (GuardedTensors tensors = new GuardedTensors(seed)) {
            Tensor qkv = tensors.random(IMAGES * tokens, 3 * HEADS * width);
            Tensor dy = tensors.random(IMAGES * tokens, HEADS * width);
            Tensor probabilities = tensors.undefined(IMAGES, HEADS, tokens, tokens);
            Tensor dqkv = tensors.undefined(IMAGES * tokens, 3 * HEADS * width);

            kernels.attention(qkv, HEADS, tokens, probabilities, tensors.undefined(IMAGES * tokens, HEADS * width));
            kernels.attentionBackward(dy, qkv, HEADS, tokens, probabilities, dqkv);

            NaiveAttention naive = new NaiveAttention(Doubles.of(qkv), IMAGES, HEADS, tokens, width);
            assertClose(dqkv, naive.backward(Doubles.of(dy)));
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} tokens, heads {2} wide")
    @MethodSource("shapes")
    void theClassTokensRowOfTheSoftmaxComesWithoutItsOwnColumn(long seed, int tokens, int width) {
        try (GuardedTensors tensors = new GuardedTensors(seed)) {
            Tensor qkv = tensors.random(IMAGES * tokens, 3 * HEADS * width);
            Tensor weights = tensors.undefined(IMAGES, HEADS, tokens - 1);

            kernels.classAttention(qkv, HEADS, tokens, weights);

            NaiveAttention naive = new NaiveAttention(Doubles.of(qkv), IMAGES, HEADS, tokens, width);
            assertClose(weights, naive.classWeights());
        }
    }
}
