package org.masque.model.kernels;

import static org.masque.model.kernels.Doubles.assertClose;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.Tensor;

@ExtendWith(NoTensorLeaks.class)
class SimdLayerNormTest {
    private static final float EPSILON = 1e-6f;

    private Kernels kernels;

    @BeforeEach
    void openKernels() {
        kernels = KernelsProvider.open("simd");
    }

    @AfterEach
    void closeKernels() {
        kernels.close();
    }

    @ParameterizedTest(name = "seed {0}, {1} rows of {2}, mean {3}")
    @CsvSource({"1,1,2,0", "2,5,7,0", "3,9,192,0", "4,17,197,3", "5,3,33,10", "6,4,16,0", "7,2,24,-1"})
    void rowsAreNormalisedThenScaledAndShifted(long seed, int rows, int width, float mean) {
        try (GuardedTensors tensors = new GuardedTensors(seed)) {
            Tensor x = tensors.random(rows, width);
            kernels.add(x, tensors.filled(mean, rows, width), x);
            Tensor scale = tensors.random(width);
            Tensor shift = tensors.random(width);
            Tensor y = tensors.undefined(rows, width);
            Tensor statistics = tensors.undefined(rows, 2);

            kernels.layerNorm(x, scale, shift, EPSILON, y, statistics);

            Normalised normalised = normalise(Doubles.of(x), rows, width);
            double[] expected = new double[rows * width];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = normalised.values[i] * scale.get(i % width) + shift.get(i % width);
            }
            assertClose(y, expected);
            assertClose(statistics, normalised.statistics);
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} rows of {2}")
    @CsvSource({"1,1,2", "2,5,7", "3,9,192", "4,17,197", "5,3,33", "6,4,16", "7,2,24"})
    void theBackwardAddsToItsThreeGradients(long seed, int rows, int width) {
        try (GuardedTensors tensors = new GuardedTensors(seed)) {
            Tensor x = tensors.random(rows, width);
            Tensor dy = tensors.random(rows, width);
            Tensor scale = tensors.random(width);
            Tensor statistics = tensors.undefined(rows, 2);
            kernels.layerNorm(x, scale, scale, EPSILON, tensors.undefined(rows, width), statistics);
            Tensor dx = tensors.random(rows, width);
            Tensor dscale = tensors.random(width);
            Tensor dshift = tensors.random(width);
            double[] expectedInput = Doubles.of(dx);
            double[] expectedScale = Doubles.of(dscale);
            double[] expectedShift = Doubles.of(dshift);

            kernels.layerNormBackward(dy, x, scale, statistics, dx, dscale, dshift);

            Normalised normalised = normalise(Doubles.of(x), rows, width);
            for (int row = 0; row < rows; row++) {
                addInputGradient(normalised, Doubles.of(dy), Doubles.of(scale), row, expectedInput);
                for (int i = 0; i < width; i++) {
                    expectedScale[i] += dy.get((long) row * width + i) * normalised.values[row * width + i];
                    expectedShift[i] += dy.get((long) row * width + i);
                }
            }
            assertClose(dx, expectedInput);
            assertClose(dscale, expectedScale);
            assertClose(dshift, expectedShift);
        }
    }

    private record Normalised(double[] values, double[] statistics) {}

    private static Normalised normalise(double[] x, int rows, int width) {
        double[] values = new double[x.length];
        double[] statistics = new double[2 * rows];
        for (int row = 0; row < rows; row++) {
            double mean = 0;
            double variance = 0;
            for (int i = row * width; i < (row + 1) * width; i++) {
                mean += x[i] / width;
            }
            for (int i = row * width; i < (row + 1) * width; i++) {
                variance += (x[i] - mean) * (x[i] - mean) / width;
            }
            statistics[2 * row] = mean;
            statistics[2 * row + 1] = 1 / Math.sqrt(variance + EPSILON);
            for (int i = row * width; i < (row + 1) * width; i++) {
                values[i] = (x[i] - mean) * statistics[2 * row + 1];
            }
        }
        return new Normalised(values, statistics);
    }

    // The chain rule through the mean and the variance, term by term.
    private static void addInputGradient(Normalised normalised, double[] dy, double[] scale, int row, double[] dx) {
        int width = scale.length;
        int first = row * width;
        double inverse = normalised.statistics[2 * row + 1];
        for (int i = 0; i < width; i++) {
            for (int j = 0; j < width; j++) {
                double slope = (i == j ? 1 : 0) - 1.0 / width;
                slope -= normalised.values[first + i] * normalised.values[first + j] / width;
                dx[first + i] += dy[first + j] * scale[j] * slope * inverse;
            }
        }
    }
}
