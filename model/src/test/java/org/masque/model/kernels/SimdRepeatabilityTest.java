package org.masque.model.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.Tensor;

/** The same bits from interpreted and from compiled code, and from two instances. */
@ExtendWith(NoTensorLeaks.class)
class SimdRepeatabilityTest {
    private static final int TOKENS = 17;
    private static final int WIDTH = 36;
    private static final int ROUNDS = 600;

    @Test
    void theFirstRoundAndTheLastGiveTheSameBits() {
        try (Kernels kernels = KernelsProvider.open("simd")) {
            float[] first = block(kernels);
            for (int round = 1; round < ROUNDS; round++) {
                float[] again = block(kernels);
                assertThat(again).as("round %d", round).isEqualTo(first);
            }
            try (Kernels other = KernelsProvider.open("simd")) {
                assertThat(block(other)).isEqualTo(first);
            }
        }
    }

    /** A transformer block's worth of kernels, forward and backward, on fixed inputs; returns a gradient. */
    private static float[] block(Kernels kernels) {
        try (GuardedTensors tensors = new GuardedTensors(5)) {
            Tensor x = tensors.random(TOKENS, WIDTH);
            Tensor scale = tensors.random(WIDTH);
            Tensor normalised = tensors.undefined(TOKENS, WIDTH);
            Tensor statistics = tensors.undefined(TOKENS, 2);
            kernels.layerNorm(x, scale, scale, 1e-6f, normalised, statistics);
            Tensor qkv = tensors.undefined(TOKENS, 3 * WIDTH);
            Tensor w = tensors.random(3 * WIDTH, WIDTH);
            kernels.linear(normalised, w, tensors.random(3 * WIDTH), qkv);
            Tensor probabilities = tensors.undefined(1, 3, TOKENS, TOKENS);
            Tensor y = tensors.undefined(TOKENS, WIDTH);
            kernels.attention(qkv, 3, TOKENS, probabilities, y);
            Tensor activated = tensors.undefined(TOKENS, WIDTH);
            kernels.biasGelu(y, scale, activated);
            Tensor dbias = tensors.filled(0, WIDTH);
            kernels.biasGeluBackward(activated, y, scale, activated, dbias);
            Tensor dqkv = tensors.undefined(TOKENS, 3 * WIDTH);
            kernels.attentionBackward(activated, qkv, 3, TOKENS, probabilities, dqkv);
            kernels.linearInputGradient(dqkv, w, normalised, Kernels.Write.REPLACE);
            Tensor dx = tensors.filled(0, TOKENS, WIDTH);
            kernels.layerNormBackward(normalised, x, scale, statistics, dx, dbias, tensors.filled(0, WIDTH));
            return dx.toArray();
        }
    }
}
