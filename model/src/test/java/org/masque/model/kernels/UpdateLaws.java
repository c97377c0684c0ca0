package org.masque.model.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.masque.model.kernels.Closeness.assertClose;
import static org.masque.model.kernels.Closeness.sum;
import static org.masque.model.kernels.FiniteDifferences.gradient;
import static org.masque.model.kernels.LawTensors.doubles;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.model.tensor.Tensor;

/** What holds for the loss, the reduction of gradients and the update of parameters. */
interface UpdateLaws {
    Kernels kernels();

    @ParameterizedTest(name = "seed {0}, {1} rows, {2} columns")
    @MethodSource("org.masque.model.kernels.NormalizationLaws#shapes")
    default void squaredErrorSumsTheMeansOfRowsAndScalesOnlyItsGradient(long seed, int rows, int pixels) {
        float scale = 0.37f;
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            Tensor predicted = tensors.state(rows, pixels);
            Tensor targets = tensors.input(rows, pixels);
            Tensor gradient = tensors.output(rows, pixels);
            double expected = NaiveKernels.squaredError(doubles(predicted), doubles(targets), pixels);
            double[] expectedGradient = gradient(
                    v -> new double[] {NaiveKernels.squaredError(v, doubles(targets), pixels)},
                    doubles(predicted),
                    new double[] {scale});
            assertThat(kernels().squaredError(predicted, targets, scale, gradient))
                    .isCloseTo(expected, within(1e-5 * expected));
            assertClose("dpredicted", gradient, expectedGradient);
            kernels().squaredError(predicted, targets, scale, predicted);
            assertClose("dpredicted over predicted", predicted, expectedGradient);
        }
    }

    @ParameterizedTest(name = "{0} parameters")
    @ValueSource(ints = {1, 2, 7, 16, 17, 33, 1000, (1 << 20) + 5})
    default void adamWFollowsItsDefinitionOverSeveralSteps(int count) {
        try (LawTensors tensors = LawTensors.seeded(count)) {
            Tensor parameters = tensors.state(count);
            Tensor m = tensors.state(count);
            Tensor v = tensors.state(count);
            m.zero();
            v.zero();
            double[] expected = doubles(parameters);
            double[] first = new double[count];
            double[] second = new double[count];
            for (long number = 1; number <= 3; number++) {
                AdamStep step = new AdamStep(0.01f * number, 0.9f, 0.95f, 1e-8f, number);
                float decay = number == 2 ? 0 : 0.5f;
                Tensor gradient = tensors.input(count);
                NaiveKernels.adamW(expected, doubles(gradient), first, second, step, decay);
                kernels().adamW(parameters, gradient, m, v, step, decay);
            }
            assertClose("parameters", parameters, expected);
            assertClose("m", m, first);
            assertClose("v", v, second);
        }
    }

    @Test
    default void theFirstStepOfAdamWMovesByTheLearningRateAgainstTheGradient() {
        try (LawTensors tensors = LawTensors.seeded(1)) {
            Tensor parameters = tensors.state(3);
            Tensor gradient = tensors.state(3);
            Tensor zeros = tensors.state(2, 3);
            parameters.copyFrom(new float[] {1, 1, 1});
            gradient.copyFrom(new float[] {1e-3f, -5, 0});
            zeros.zero();
            AdamStep step = new AdamStep(0.1f, 0.9f, 0.95f, 1e-8f, 1);
            kernels().adamW(parameters, gradient, zeros.slice(0, 3), zeros.slice(3, 3), step, 0.05f);
            assertClose("parameters", parameters, new double[] {0.895, 1.095, 0.995});
        }
    }

    @ParameterizedTest(name = "{0} floats")
    @ValueSource(ints = {1, 15, 16, 17, 1000})
    default void accumulateAddsToTheSum(int count) {
        try (LawTensors tensors = LawTensors.seeded(count)) {
            Tensor total = tensors.state(count);
            Tensor addend = tensors.input(count);
            double[] expected = sum(doubles(total), doubles(addend));
            kernels().accumulate(total, addend);
            assertClose("sum", total, expected);
        }
    }

    @ParameterizedTest(name = "{0} floats")
    @ValueSource(ints = {1, 15, 16, 17, 1000})
    default void scaleMultipliesEveryFloat(int count) {
        try (LawTensors tensors = LawTensors.seeded(count)) {
            Tensor x = tensors.state(count);
            double[] expected = doubles(x);
            for (int i = 0; i < count; i++) {
                expected[i] *= 0.25;
            }
            kernels().scale(x, 0.25f);
            assertClose("x", x, expected);
        }
    }

    @ParameterizedTest(name = "{0} floats")
    @ValueSource(ints = {1, 15, 16, 17, 1000, (1 << 20) + 5})
    default void sumOfSquaresIsExactAndNotFiniteIfAnyElementIsNot(int count) {
        try (LawTensors tensors = LawTensors.seeded(count)) {
            Tensor x = tensors.state(count);
            double expected = 0;
            for (double element : doubles(x)) {
                expected += element * element;
            }
            assertThat(kernels().sumOfSquares(x)).isCloseTo(expected, within(1e-6 * expected));
            for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
                x.set(count / 2, bad);
                assertThat(kernels().sumOfSquares(x)).isNotFinite();
            }
        }
    }
}
