package org.masque.model.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.masque.model.kernels.Doubles.assertClose;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.Tensor;

@ExtendWith(NoTensorLeaks.class)
class SimdLossTest {
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
    void aPatchOfFourPixelsIsNormalisedAsTheSpecificationCounts() {
        try (GuardedTensors tensors = new GuardedTensors(1)) {
            Tensor targets = tensors.undefined(1, 4);
            targets.copyFrom(new float[] {0, .5f, 1, 1.5f});

            kernels.normalizePatches(targets);

            assertThat(targets.toArray())
                    .containsExactly(new float[] {-1.161894f, -.387298f, .387298f, 1.161894f}, within(1e-6f));
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} patches of {2}")
    @CsvSource({"1,3,48", "2,5,7", "3,2,768", "4,1,33"})
    void normalisedPatchesHaveMeanZeroAndUnbiasedVarianceOne(long seed, int rows, int width) {
        try (GuardedTensors tensors = new GuardedTensors(seed)) {
            Tensor targets = tensors.random(rows, width);

            kernels.normalizePatches(targets);

            for (int row = 0; row < rows; row++) {
                double sum = 0;
                double squares = 0;
                for (int i = 0; i < width; i++) {
                    double value = targets.get((long) row * width + i);
                    sum += value;
                    squares += value * value;
                }
                assertThat(sum / width).isCloseTo(0, within(1e-6));
                assertThat(squares / (width - 1)).isCloseTo(1, within(1e-5));
            }
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} patches of {2}")
    @CsvSource({"1,3,48", "2,5,7", "3,2,768", "4,1,33", "5,4,1"})
    void theErrorIsTheSumOfMeansAndItsGradientIsScaled(long seed, int rows, int width) {
        try (GuardedTensors tensors = new GuardedTensors(seed)) {
            Tensor predicted = tensors.random(rows, width);
            Tensor targets = tensors.random(rows, width);
            float scale = 0.125f;
            double sum = 0;
            double[] gradient = new double[rows * width];
            for (int i = 0; i < gradient.length; i++) {
                double error = (double) predicted.get(i) - targets.get(i);
                sum += error * error / width;
                gradient[i] = 2 * error * scale / width;
            }

            double actual = kernels.squaredError(predicted, targets, scale, predicted);

            assertThat(actual).isCloseTo(sum, within(1e-6 * sum));
            assertClose(predicted, gradient);
        }
    }
}
