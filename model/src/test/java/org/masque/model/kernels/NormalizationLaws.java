package org.masque.model.kernels;

import static org.masque.model.kernels.Closeness.assertClose;
import static org.masque.model.kernels.Closeness.sum;
import static org.masque.model.kernels.FiniteDifferences.gradient;
import static org.masque.model.kernels.LawTensors.doubles;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.masque.model.tensor.Tensor;

/** What holds for LayerNorm and for the normalisation of patches. */
interface NormalizationLaws {
    float EPSILON = 1e-6f;

    Kernels kernels();

    static Stream<Arguments> shapes() {
        return Shapes.of(new int[][] {{1, 1}, {1, 7}, {65, 3}, {2, 16}, {3, 49}, {17, 33}}, 20, 40);
    }

    @ParameterizedTest(name = "seed {0}, {1} rows, {2} columns")
    @MethodSource("org.masque.model.kernels.NormalizationLaws#shapes")
    default void layerNormNormalisesEachRowAndKeepsItsStatistics(long seed, int rows, int width) {
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            Tensor x = tensors.input(rows, width);
            Tensor scale = tensors.input(width);
            Tensor shift = tensors.input(width);
            Tensor y = tensors.output(rows, width);
            Tensor statistics = tensors.output(rows, 2);
            kernels().layerNorm(x, scale, shift, EPSILON, y, statistics);
            assertClose("y", y, NaiveKernels.layerNorm(doubles(x), doubles(scale), doubles(shift), EPSILON));
            assertClose("statistics", statistics, statistics(doubles(x), rows, width));
        }
    }

    private static double[] statistics(double[] x, int rows, int width) {
        double[] statistics = new double[2 * rows];
        for (int row = 0; row < rows; row++) {
            statistics[2 * row] = NaiveKernels.mean(x, row, width);
            statistics[2 * row + 1] = 1 / Math.sqrt(NaiveKernels.variance(x, row, width, width) + EPSILON);
        }
        return statistics;
    }

    @ParameterizedTest(name = "seed {0}, {1} rows, {2} columns")
    @MethodSource("org.masque.model.kernels.NormalizationLaws#shapes")
    default void theGradientsOfLayerNormAreAdded(long seed, int rows, int width) {
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            Tensor x = tensors.input(rows, width);
            Tensor scale = tensors.input(width);
            Tensor dy = tensors.input(rows, width);
            Tensor statistics = tensors.output(rows, 2);
            Tensor dx = tensors.state(rows, width);
            Tensor dscale = tensors.state(width);
            Tensor dshift = tensors.state(width);
            double[] shift = new double[width];
            double[] expectedX = sum(
                    doubles(dx),
                    gradient(v -> NaiveKernels.layerNorm(v, doubles(scale), shift, EPSILON), doubles(x), doubles(dy)));
            double[] expectedScale = sum(
                    doubles(dscale),
                    gradient(v -> NaiveKernels.layerNorm(doubles(x), v, shift, EPSILON), doubles(scale), doubles(dy)));
            double[] expectedShift = sum(
                    doubles(dshift),
                    gradient(v -> NaiveKernels.layerNorm(doubles(x), doubles(scale), v, EPSILON), shift, doubles(dy)));
            kernels().layerNorm(x, scale, tensors.input(width), EPSILON, tensors.output(rows, width), statistics);
            kernels().layerNormBackward(dy, x, scale, statistics, dx, dscale, dshift);
            assertClose("dx", dx, expectedX);
            assertClose("dscale", dscale, expectedScale);
            assertClose("dshift", dshift, expectedShift);
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} rows, {2} columns")
    @MethodSource("org.masque.model.kernels.NormalizationLaws#shapes")
    default void patchesAreNormalisedByTheUnbiasedVariance(long seed, int rows, int pixelsLessOne) {
        int pixels = pixelsLessOne + 1;
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            Tensor targets = tensors.state(rows, pixels);
            double[] expected = NaiveKernels.normalizePatches(doubles(targets), pixels);
            kernels().normalizePatches(targets);
            assertClose("targets", targets, expected);
        }
    }

    @Test
    default void normalizePatchesGivesTheNumbersOfTheSpecification() {
        try (LawTensors tensors = LawTensors.seeded(1)) {
            Tensor targets = tensors.state(2, 4);
            targets.copyFrom(new float[] {0, 0.5f, 1, 1.5f, 7, 7, 7, 7});
            kernels().normalizePatches(targets);
            assertClose("targets", targets, new double[] {-1.161894, -0.387298, 0.387298, 1.161894, 0, 0, 0, 0});
        }
    }
}
