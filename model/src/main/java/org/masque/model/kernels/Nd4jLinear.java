package org.masque.model.kernels;

import org.jspecify.annotations.Nullable;
import org.masque.model.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Products with a weight matrix, on ND4J; the contract is {@link Kernels}'.
 *
 * <p>Like all of the reference it computes in float64 and stores float32: differences of nearly equal numbers keep
 * their digits, which AdamW would otherwise enlarge. On a GPU that costs speed.
 */
final class Nd4jLinear {
    private Nd4jLinear() {}

    static void forward(Tensor x, Tensor w, @Nullable Tensor bias, Tensor y) {
        INDArray product = Nd4j.matmul(wide(x), wide(w), false, true, false);
        y.nd().assign(narrow(bias == null ? product : product.addi(wide(bias))));
    }

    static void inputGradient(Tensor dy, Tensor w, Tensor dx, Kernels.Write write) {
        INDArray gradient = narrow(Nd4j.matmul(wide(dy), wide(w)));
        if (write == Kernels.Write.REPLACE) {
            dx.nd().assign(gradient);
        } else {
            dx.nd().addi(gradient);
        }
    }

    static void weightGradient(Tensor dy, Tensor x, Tensor dw, @Nullable Tensor dbias) {
        dw.nd().addi(narrow(Nd4j.matmul(wide(dy), wide(x), true, false, false)));
        if (dbias != null) {
            dbias.nd().addi(narrow(wide(dy).sum(0)));
        }
    }

    /** A copy in float64. */
    static INDArray wide(Tensor tensor) {
        return tensor.nd().castTo(DataType.DOUBLE);
    }

    /** The same, rounded to float32. */
    static INDArray narrow(INDArray values) {
        return values.castTo(DataType.FLOAT);
    }

    static void add(Tensor x, Tensor addend, Tensor y) {
        y.nd().assign(x.nd().add(addend.nd()));
    }
}
