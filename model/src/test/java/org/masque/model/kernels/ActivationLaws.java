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

/** What holds for the exact GELU with a bias. */
interface ActivationLaws {
    Kernels kernels();

    /** Small ones, since the differences cost the square of the number of elements. */
    static Stream<Arguments> shapes() {
        return Shapes.of(new int[][] {{1, 1}, {1, 7}, {17, 3}, {3, 16}, {2, 33}}, 5, 20);
    }

    @ParameterizedTest(name = "seed {0}, {1} rows, {2} columns")
    @MethodSource("org.masque.model.kernels.NormalizationLaws#shapes")
    default void biasGeluIsExact(long seed, int rows, int width) {
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            Tensor x = tensors.state(rows, width);
            Tensor bias = tensors.input(width);
            Tensor y = tensors.output(rows, width);
            double[] expected = NaiveKernels.biasGelu(doubles(x), doubles(bias));
            kernels().biasGelu(x, bias, y);
            assertClose("y", y, expected);
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} rows, {2} columns")
    @MethodSource("org.masque.model.kernels.ActivationLaws#shapes")
    default void theGradientOfGeluReplacesAndThatOfTheBiasIsAdded(long seed, int rows, int width) {
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            Tensor x = tensors.state(rows, width);
            Tensor bias = tensors.input(width);
            Tensor dy = tensors.state(rows, width);
            Tensor dx = tensors.output(rows, width);
            Tensor dbias = tensors.state(width);
            double[] expected = gradient(v -> NaiveKernels.biasGelu(v, doubles(bias)), doubles(x), doubles(dy));
            double[] expectedBias = sum(
                    doubles(dbias), gradient(v -> NaiveKernels.biasGelu(doubles(x), v), doubles(bias), doubles(dy)));
            kernels().biasGelu(x, bias, tensors.output(rows, width));
            kernels().biasGeluBackward(dy, x, bias, dx, dbias);
            assertClose("dx", dx, expected);
            assertClose("dbias", dbias, expectedBias);
            kernels().biasGeluBackward(dy, x, bias, dy, tensors.state(width));
            assertClose("dx over dy", dy, expected);
        }
    }

    @Test
    default void geluIsZeroOrTheIdentityFarOut() {
        float[] far = {-1e30f, -1000, -40, -6, 0, 6, 40, 1000, 1e30f};
        try (LawTensors tensors = LawTensors.seeded(1)) {
            Tensor x = tensors.state(1, far.length);
            Tensor zero = tensors.state(far.length);
            Tensor y = tensors.output(1, far.length);
            Tensor slope = tensors.state(1, far.length);
            x.copyFrom(far);
            zero.zero();
            slope.copyFrom(new float[] {1, 1, 1, 1, 1, 1, 1, 1, 1});
            kernels().biasGelu(x, zero, y);
            kernels().biasGeluBackward(slope, x, zero, slope, tensors.state(far.length));
            assertClose("tail", y.slice(0, 1, 8), new double[] {0, 0, 0, -5.92e-9, 0, 6, 40, 1000});
            assertClose("slope", slope, new double[] {0, 0, 0, -3.55e-8, 0.5, 1.0000000355, 1, 1, 1});
            assertClose("identity", y.slice(8, 1), new double[] {1e30});
        }
    }
}
