package org.masque.model.kernels;

import static org.masque.model.kernels.Closeness.assertClose;
import static org.masque.model.kernels.Closeness.sum;
import static org.masque.model.kernels.FiniteDifferences.gradient;
import static org.masque.model.kernels.LawTensors.doubles;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.masque.model.kernels.Kernels.Write;
import org.masque.model.tensor.Tensor;

/** What holds for products with a weight matrix, and for the residual addition. */
interface LinearLaws {
    Kernels kernels();

    static Stream<Arguments> shapes() {
        return Shapes.of(new int[][] {{1, 1, 1}, {1, 19, 4}, {65, 7, 1}, {2, 1, 17}, {17, 16, 33}}, 20, 20, 20);
    }

    @ParameterizedTest(name = "seed {0}, {1} rows, {2} in, {3} out")
    @MethodSource("org.masque.model.kernels.LinearLaws#shapes")
    default void linearMultipliesByTheTransposedWeightAndAddsTheBias(long seed, int rows, int in, int out) {
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            Tensor x = tensors.input(rows, in);
            Tensor w = tensors.input(out, in);
            Tensor bias = tensors.input(out);
            Tensor y = tensors.output(rows, out);
            Tensor withoutBias = tensors.output(rows, out);
            kernels().linear(x, w, bias, y);
            kernels().linear(x, w, null, withoutBias);
            assertClose("y", y, NaiveKernels.linear(doubles(x), doubles(w), doubles(bias)));
            assertClose("without bias", withoutBias, NaiveKernels.linear(doubles(x), doubles(w), new double[out]));
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} rows, {2} in, {3} out")
    @MethodSource("org.masque.model.kernels.LinearLaws#shapes")
    default void theInputGradientReplacesOrIsAdded(long seed, int rows, int in, int out) {
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            Tensor dy = tensors.input(rows, out);
            Tensor w = tensors.input(out, in);
            Tensor replaced = tensors.output(rows, in);
            Tensor added = tensors.state(rows, in);
            double[] before = doubles(added);
            double[] expected = gradient(
                    x -> NaiveKernels.linear(x, doubles(w), new double[out]), new double[rows * in], doubles(dy));
            kernels().linearInputGradient(dy, w, replaced, Write.REPLACE);
            kernels().linearInputGradient(dy, w, added, Write.ADD);
            assertClose("dx", replaced, expected);
            assertClose("dx added", added, sum(before, expected));
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} rows, {2} in, {3} out")
    @MethodSource("org.masque.model.kernels.LinearLaws#shapes")
    default void theGradientsOfWeightAndBiasAreAdded(long seed, int rows, int in, int out) {
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            Tensor dy = tensors.input(rows, out);
            Tensor x = tensors.input(rows, in);
            Tensor dw = tensors.state(out, in);
            Tensor dwAlone = tensors.state(out, in);
            Tensor dbias = tensors.state(out);
            double[] expectedWeight = gradient(
                    w -> NaiveKernels.linear(doubles(x), w, new double[out]), new double[out * in], doubles(dy));
            double[] expectedBias = gradient(
                    bias -> NaiveKernels.linear(doubles(x), new double[out * in], bias), new double[out], doubles(dy));
            double[] weightBefore = doubles(dw);
            double[] aloneBefore = doubles(dwAlone);
            double[] biasBefore = doubles(dbias);
            kernels().linearWeightGradient(dy, x, dw, dbias);
            kernels().linearWeightGradient(dy, x, dwAlone, null);
            assertClose("dw", dw, sum(weightBefore, expectedWeight));
            assertClose("dw without bias", dwAlone, sum(aloneBefore, expectedWeight));
            assertClose("dbias", dbias, sum(biasBefore, expectedBias));
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} rows, {2} columns")
    @MethodSource("org.masque.model.kernels.NormalizationLaws#shapes")
    default void addMayWriteOverItsFirstInput(long seed, int rows, int columns) {
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            Tensor x = tensors.state(rows, columns);
            Tensor addend = tensors.input(rows, columns);
            Tensor y = tensors.output(rows, columns);
            double[] expected = sum(doubles(x), doubles(addend));
            kernels().add(x, addend, y);
            kernels().add(x, addend, x);
            assertClose("y", y, expected);
            assertClose("x in place", x, expected);
        }
    }
}
