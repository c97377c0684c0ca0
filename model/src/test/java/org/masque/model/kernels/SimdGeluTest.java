package org.masque.model.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.masque.model.kernels.Doubles.assertClose;
import static org.masque.model.kernels.Doubles.columnSums;
import static org.masque.model.kernels.Doubles.plus;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.Tensor;

@ExtendWith(NoTensorLeaks.class)
class SimdGeluTest {
    private Kernels kernels;

    @BeforeEach
    void openKernels() {
        kernels = KernelsProvider.open("simd");
    }

    @AfterEach
    void closeKernels() {
        kernels.close();
    }

    @Test
    void theExactGeluIsWithinThreeTenMillionthsBetweenMinusTenAndTen() {
        int points = 200_001;
        try (GuardedTensors tensors = new GuardedTensors(1)) {
            Tensor x = tensors.undefined(1, points);
            float[] inputs = new float[points];
            for (int i = 0; i < points; i++) {
                inputs[i] = i * 1e-4f - 10;
            }
            x.copyFrom(inputs);
            Tensor y = tensors.undefined(1, points);

            kernels.biasGelu(x, tensors.filled(0, points), y);

            for (int i = 0; i < points; i++) {
                assertThat(Math.abs(y.get(i) - gelu(inputs[i])))
                        .as("gelu(%s)", inputs[i])
                        .isLessThan(3e-7);
            }
        }
    }

    @Test
    void hugeInputsStayFiniteAndNotANumberStaysSo() {
        try (GuardedTensors tensors = new GuardedTensors(1)) {
            Tensor x = tensors.undefined(1, 4);
            x.copyFrom(new float[] {1e30f, -1e30f, -0f, Float.NaN});
            Tensor y = tensors.undefined(1, 4);

            kernels.biasGelu(x, tensors.filled(0, 4), y);

            assertThat(y.toArray()).containsExactly(1e30f, 0f, 0f, Float.NaN);
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} rows of {2}")
    @CsvSource({"1,1,1", "2,3,7", "3,17,768", "4,6,33", "5,9,15", "6,4,24"})
    void theGradientIsThatOfTheExactGelu(long seed, int rows, int width) {
        try (GuardedTensors tensors = new GuardedTensors(seed)) {
            Tensor x = tensors.random(rows, width);
            Tensor bias = tensors.random(width);
            Tensor dy = tensors.random(rows, width);
            Tensor dbias = tensors.random(width);
            double[] u = plus(Doubles.of(x), Doubles.of(bias));
            double[] expectedValue = new double[u.length];
            double[] expected = new double[u.length];
            for (int i = 0; i < u.length; i++) {
                expectedValue[i] = gelu(u[i]);
                expected[i] = dy.get(i) * (normalCdf(u[i]) + u[i] * normalDensity(u[i]));
            }
            double[] expectedBias = plus(columnSums(expected, width), Doubles.of(dbias));
            Tensor y = tensors.undefined(rows, width);

            kernels.biasGelu(x, bias, y);
            kernels.biasGeluBackward(dy, x, bias, dy, dbias);

            assertClose(y, expectedValue);
            assertClose(dy, expected);
            assertClose(dbias, expectedBias);
        }
    }

    private static double gelu(double x) {
        return x * normalCdf(x);
    }

    private static double normalDensity(double x) {
        return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    // Phi(x) = 1/2 + phi(x) (x + x^3/3 + x^5/(3 5) + ...), Abramowitz and Stegun 26.2.11.
    private static double normalCdf(double x) {
        double term = x;
        double sum = x;
        for (int odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
            term *= x * x / odd;
            sum += term;
        }
        return 0.5 + normalDensity(x) * sum;
    }
}
