package org.masque.model.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.SplittableRandom;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.masque.model.autograd.Parameter;
import org.masque.model.autograd.Tape;
import org.masque.model.autograd.Variable;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;

@ExtendWith(NoTensorLeaks.class)
class BlockTest {
    private static final int WIDTH = 8;
    private static final int HIDDEN = 16;
    private static final int HEADS = 2;
    private static final int IMAGES = 3;
    private static final int TOKENS = 7;

    // All of a block's parameters, cut from two flat buffers one after the other.
    private static final class Parameters {
        private final Tensor values;
        private final Tensor gradients;
        private long next;

        Parameters(Tensor values, Tensor gradients) {
            this.values = values;
            this.gradients = gradients;
        }

        Parameter take(long... shape) {
            long from = next;
            long length = shape.length == 1 ? shape[0] : shape[0] * shape[1];
            next += length;
            return new Parameter(values.slice(from, shape), gradients.slice(from, shape));
        }

        Linear linear(int outputs, int inputs) {
            return new Linear(take(outputs, inputs), take(outputs));
        }

        Block block() {
            return new Block(
                    new LayerNorm(take(WIDTH), take(WIDTH)),
                    linear(3 * WIDTH, WIDTH),
                    linear(WIDTH, WIDTH),
                    new LayerNorm(take(WIDTH), take(WIDTH)),
                    linear(HIDDEN, WIDTH),
                    linear(WIDTH, HIDDEN),
                    HEADS);
        }
    }

    private record Outcome(float[] values, float[] inputGradient, float[] gradients) {}

    @FunctionalInterface
    private interface Forward {
        Variable of(Tape tape, Block block, Variable x);
    }

    @ParameterizedTest(name = "{0}, seed {1}, the last {2} tokens")
    @CsvSource({"simd,1,1", "simd,2,5", "simd,3,7", "nd4j,4,5"})
    void theLastTokensOfABlockAreThoseOfTheWholeBlockAndSoAreAllGradients(String kernels, long seed, int count) {
        Outcome expected = run(
                kernels,
                seed,
                count,
                (tape, block, x) -> tape.lastTokens(block.forward(tape, x, TOKENS), TOKENS, count));
        Outcome actual = run(kernels, seed, count, (tape, block, x) -> block.forwardLast(tape, x, TOKENS, count));

        assertThat(actual.values()).containsExactly(expected.values(), within(1e-5f));
        assertThat(actual.inputGradient()).containsExactly(expected.inputGradient(), within(1e-5f));
        assertThat(actual.gradients()).containsExactly(expected.gradients(), within(1e-4f));
    }

    private static Outcome run(String choice, long seed, int count, Forward forward) {
        int parameters = 4 * WIDTH + 4 * WIDTH * WIDTH + 4 * WIDTH + 2 * WIDTH * HIDDEN + HIDDEN + WIDTH;
        try (TensorRef values = random(seed, parameters);
                TensorRef gradients = TensorRef.zeros(parameters);
                TensorRef start = random(seed + 100, IMAGES * TOKENS, WIDTH);
                TensorRef dy = random(seed + 200, (long) IMAGES * count, WIDTH);
                TensorRef one = TensorRef.zeros(WIDTH, WIDTH);
                TensorRef dOne = TensorRef.zeros(WIDTH, WIDTH);
                Kernels kernels = KernelsProvider.open(choice);
                Arena arena = Arena.open(1 << 14)) {
            Tape tape = Tape.recording(kernels, arena);
            for (int i = 0; i < WIDTH; i++) {
                one.tensor().set((long) i * (WIDTH + 1), 1);
            }
            // x = input times the identity, whose gradient tells that of x: xᵀ dx.
            Variable x = tape.linear(tape.input(start.tensor()), new Parameter(one.tensor(), dOne.tensor()), null);
            Block block = new Parameters(values.tensor(), gradients.tensor()).block();
            Variable y = forward.of(tape, block, x);
            float[] found = y.value().toArray();
            tape.backward(y, dy.tensor());
            return new Outcome(
                    found, dOne.tensor().toArray(), gradients.tensor().toArray());
        }
    }

    @MustBeClosed
    private static TensorRef random(long seed, long... shape) {
        SplittableRandom random = new SplittableRandom(seed);
        long length = shape[0] * (shape.length == 1 ? 1 : shape[1]);
        float[] floats = new float[Math.toIntExact(length)];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) (2 * random.nextDouble() - 1);
        }
        return TensorRef.of(floats, shape);
    }
}
