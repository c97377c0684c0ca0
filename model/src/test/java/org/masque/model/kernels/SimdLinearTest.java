package org.masque.model.kernels;

import static org.masque.model.kernels.Doubles.assertClose;
import static org.masque.model.kernels.Doubles.columnSums;
import static org.masque.model.kernels.Doubles.multiply;
import static org.masque.model.kernels.Doubles.plus;
import static org.masque.model.kernels.Doubles.transpose;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.masque.model.kernels.Kernels.Write;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.Tensor;

@ExtendWith(NoTensorLeaks.class)
class SimdLinearTest {
    private static final String SHAPES = "{index}: seed {0}, {1} rows, {2} inputs, {3} outputs";

    private Kernels kernels;

    @BeforeEach
    void openKernels() {
        kernels = KernelsProvider.open("simd");
    }

    @AfterEach
    void closeKernels() {
        kernels.close();
    }

    @ParameterizedTest(name = SHAPES)
    @CsvSource({"1,1,1,1", "2,3,5,7", "3,17,192,576", "4,34,47,33", "5,65,96,13", "6,8,64,64"})
    void aLinearLayerIsAProductPlusItsBias(long seed, int rows, int inputs, int outputs) {
        try (GuardedTensors tensors = new GuardedTensors(seed)) {
            Tensor x = tensors.random(rows, inputs);
            Tensor w = tensors.random(outputs, inputs);
            Tensor bias = tensors.random(outputs);
            Tensor y = tensors.undefined(rows, outputs);
            double[] product =
                    multiply(Doubles.of(x), transpose(Doubles.of(w), outputs, inputs), rows, inputs, outputs);

            kernels.linear(x, w, null, y);
            assertClose(y, product);
            kernels.linear(x, w, bias, y);
            assertClose(y, plus(product, Doubles.of(bias)));
        }
    }

    @ParameterizedTest(name = SHAPES)
    @CsvSource({"1,1,1,1", "2,3,5,7", "3,17,192,576", "4,34,47,33", "5,65,96,13", "6,8,64,64"})
    void theInputGradientReplacesOrAdds(long seed, int rows, int inputs, int outputs) {
        try (GuardedTensors tensors = new GuardedTensors(seed)) {
            Tensor dy = tensors.random(rows, outputs);
            Tensor w = tensors.random(outputs, inputs);
            Tensor dx = tensors.undefined(rows, inputs);
            double[] once = multiply(Doubles.of(dy), Doubles.of(w), rows, outputs, inputs);

            kernels.linearInputGradient(dy, w, dx, Write.REPLACE);
            assertClose(dx, once);
            kernels.linearInputGradient(dy, w, dx, Write.ADD);
            assertClose(dx, plus(once, once));
        }
    }

    @ParameterizedTest(name = SHAPES)
    @CsvSource({"1,1,1,1", "2,3,5,7", "3,17,192,576", "4,34,47,33", "5,65,96,13", "6,8,64,64"})
    void theGradientsOfWeightAndBiasAreAdded(long seed, int rows, int inputs, int outputs) {
        try (GuardedTensors tensors = new GuardedTensors(seed)) {
            Tensor dy = tensors.random(rows, outputs);
            Tensor x = tensors.random(rows, inputs);
            Tensor dw = tensors.random(outputs, inputs);
            Tensor dbias = tensors.random(outputs);
            double[] gradient =
                    multiply(transpose(Doubles.of(dy), rows, outputs), Doubles.of(x), outputs, rows, inputs);
            double[] expectedWeight = plus(gradient, Doubles.of(dw));
            double[] expectedBias = plus(columnSums(Doubles.of(dy), outputs), Doubles.of(dbias));

            kernels.linearWeightGradient(dy, x, dw, dbias);
            assertClose(dw, expectedWeight);
            assertClose(dbias, expectedBias);
            kernels.linearWeightGradient(dy, x, dw, null);
            assertClose(dw, plus(expectedWeight, gradient));
        }
    }
}
