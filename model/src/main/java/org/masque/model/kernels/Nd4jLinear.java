package org.masque.model.kernels;

import org.jspecify.annotations.Nullable;
import org.masque.model.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Products with a weight matrix, on ND4J; the contract is {@link Kernels}'. */
final class Nd4jLinear {
    private Nd4jLinear() {}

    static void forward(Tensor x, Tensor w, @Nullable Tensor bias, Tensor y) {
        Nd4j.matmul(x.nd(), w.nd(), y.nd(), false, true, false);
        if (bias != null) {
            y.nd().addi(bias.nd());
        }
    }

    static void inputGradient(Tensor dy, Tensor w, Tensor dx, Kernels.Write write) {
        if (write == Kernels.Write.REPLACE) {
            Nd4j.matmul(dy.nd(), w.nd(), dx.nd());
        } else {
            dx.nd().addi(Nd4j.matmul(dy.nd(), w.nd()));
        }
    }

    static void weightGradient(Tensor dy, Tensor x, Tensor dw, @Nullable Tensor dbias) {
        INDArray gradient = Nd4j.matmul(dy.nd(), x.nd(), true, false, false);
        dw.nd().addi(gradient);
        if (dbias != null) {
            dbias.nd().addi(dy.nd().sum(0));
        }
    }

    static void add(Tensor x, Tensor addend, Tensor y) {
        y.nd().assign(x.nd().add(addend.nd()));
    }
}
