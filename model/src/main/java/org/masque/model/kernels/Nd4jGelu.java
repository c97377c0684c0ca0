package org.masque.model.kernels;

import org.masque.model.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The exact GELU, z Φ(z) with Φ(z) = (1 + erf(z / √2)) / 2, on ND4J; the contract is {@link Kernels}'.
 *
 * <p>The backward needs nothing but x, so x stays as it was.
 */
final class Nd4jGelu {
    private static final double INVERSE_SQRT_2 = Math.sqrt(0.5);
    private static final double INVERSE_SQRT_2_PI = 1 / Math.sqrt(2 * Math.PI);

    private Nd4jGelu() {}

    static void forward(Tensor x, Tensor bias, Tensor y) {
        INDArray z = sum(x, bias);
        y.nd().assign(cumulative(z).muli(z).castTo(DataType.FLOAT));
    }

    /** The derivative is Φ(z) + z φ(z). */
    static void backward(Tensor dy, Tensor saved, Tensor bias, Tensor dx, Tensor dbias) {
        INDArray z = sum(saved, bias);
        INDArray density = Transforms.exp(z.mul(z).muli(-0.5), false).muli(INVERSE_SQRT_2_PI);
        INDArray gradient = cumulative(z).addi(density.muli(z)).muli(dy.nd().castTo(DataType.DOUBLE));
        dx.nd().assign(gradient.castTo(DataType.FLOAT));
        dbias.nd().addi(gradient.sum(0).castTo(DataType.FLOAT));
    }

    // In float64: a reference can afford to lose nothing.
    private static INDArray sum(Tensor x, Tensor bias) {
        return x.nd().castTo(DataType.DOUBLE).addi(bias.nd().castTo(DataType.DOUBLE));
    }

    private static INDArray cumulative(INDArray z) {
        INDArray scaled = z.mul(INVERSE_SQRT_2);
        return Nd4j.exec(new Erf(scaled, scaled)).addi(1).muli(0.5);
    }
}
