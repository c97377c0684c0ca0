package org.masque.model.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.masque.model.kernels.Doubles.assertClose;
import static org.masque.model.kernels.Doubles.plus;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.Tensor;

@ExtendWith(NoTensorLeaks.class)
class SimdOptimizerTest {
    private Kernels kernels;

    @BeforeEach
    void openKernels() {
        kernels = KernelsProvider.open("simd");
    }

    @AfterEach
    void closeKernels() {
        kernels.close();
    }

    @ParameterizedTest(name = "seed {0}, {1} parameters")
    @CsvSource({"1,1", "2,7", "3,1000", "4,33"})
    void fiveUpdatesFollowAdamWithDecoupledDecay(long seed, int count) {
        float decay = 0.05f;
        try (GuardedTensors tensors = new GuardedTensors(seed)) {
            Tensor parameters = tensors.random(count);
            Tensor m = tensors.filled(0, count);
            Tensor v = tensors.filled(0, count);
            double[] p = Doubles.of(parameters);
            double[] expectedM = new double[count];
            double[] expectedV = new double[count];
            for (int step = 1; step <= 5; step++) {
                Tensor gradient = tensors.random(count);
                AdamStep adam = new AdamStep(0.01f, 0.9f, 0.95f, 1e-8f, step);

                kernels.adamW(parameters, gradient, m, v, adam, decay);

                for (int i = 0; i < count; i++) {
                    double g = gradient.get(i);
                    expectedM[i] = adam.beta1() * expectedM[i] + (1.0 - adam.beta1()) * g;
                    expectedV[i] = adam.beta2() * expectedV[i] + (1.0 - adam.beta2()) * g * g;
                    double mean = expectedM[i] / (1 - Math.pow(adam.beta1(), step));
                    double square = expectedV[i] / (1 - Math.pow(adam.beta2(), step));
                    p[i] -= adam.learningRate() * (decay * p[i] + mean / (Math.sqrt(square) + adam.epsilon()));
                }
            }
            assertClose(parameters, p);
            assertClose(m, expectedM);
            assertClose(v, expectedV);
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} floats")
    @CsvSource({"1,1", "2,7", "3,1000", "4,33"})
    void sumsAreElementByElement(long seed, int count) {
        try (GuardedTensors tensors = new GuardedTensors(seed)) {
            Tensor x = tensors.random(count);
            Tensor addend = tensors.random(count);
            Tensor y = tensors.undefined(count);
            double[] expected = plus(Doubles.of(x), Doubles.of(addend));

            kernels.add(x, addend, y);
            kernels.accumulate(x, addend);

            assertClose(y, expected);
            assertThat(x.toArray()).isEqualTo(y.toArray());
        }
    }

    @ParameterizedTest(name = "{0} floats")
    @ValueSource(ints = {1, 3, 4, 1001})
    void theSumOfSquaresNeitherOverflowsNorForgetsTheEnd(int count) {
        try (GuardedTensors tensors = new GuardedTensors(1)) {
            double sum = kernels.sumOfSquares(tensors.filled(1e30f, count));
            assertThat(sum).isCloseTo(count * 1e60, within(count * 1e54));
        }
    }

    @Test
    void oneBadElementMakesTheSumOfSquaresBad() {
        try (GuardedTensors tensors = new GuardedTensors(1)) {
            Tensor x = tensors.random(30);
            x.set(29, Float.POSITIVE_INFINITY);
            assertThat(kernels.sumOfSquares(x)).isInfinite();
            x.set(3, Float.NaN);
            assertThat(kernels.sumOfSquares(x)).isNaN();
        }
    }
}
