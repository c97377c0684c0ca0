package org.masque.model.kernels;

import org.masque.model.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Normalisation of rows, on ND4J; the contract is {@link Kernels}'. */
final class Nd4jNormalization {
    private static final double PATCH_EPSILON = 1e-6;

    private Nd4jNormalization() {}

    static void layerNorm(Tensor x, Tensor scale, Tensor shift, float epsilon, Tensor y, Tensor statistics) {
        INDArray values = Nd4jLinear.wide(x);
        INDArray mean = values.mean(true, 1);
        INDArray inverse = inverse(values.subi(mean), epsilon);
        INDArray normalized = values.muli(inverse);
        y.nd().assign(Nd4jLinear.narrow(normalized.mul(Nd4jLinear.wide(scale)).addi(Nd4jLinear.wide(shift))));
        column(statistics, 0).assign(Nd4jLinear.narrow(mean));
        column(statistics, 1).assign(Nd4jLinear.narrow(inverse));
    }

    // 1 / sqrt(variance + epsilon) of rows whose mean is zero.
    private static INDArray inverse(INDArray centered, double epsilon) {
        INDArray variance = centered.mul(centered).mean(true, 1);
        return Transforms.pow(variance.addi(epsilon), -0.5, false);
    }

    /** With n the normalised x and g = dy * scale: dx += inverse * (g - mean(g) - n * mean(g * n)). */
    static void layerNormBackward(
            Tensor dy, Tensor x, Tensor scale, Tensor statistics, Tensor dx, Tensor dscale, Tensor dshift) {
        INDArray inverse = column(statistics, 1).castTo(DataType.DOUBLE);
        INDArray normalized = Nd4jLinear.wide(x)
                .subi(column(statistics, 0).castTo(DataType.DOUBLE))
                .muli(inverse);
        INDArray gradient = Nd4jLinear.wide(dy);
        dscale.nd().addi(Nd4jLinear.narrow(gradient.mul(normalized).sum(0)));
        dshift.nd().addi(Nd4jLinear.narrow(gradient.sum(0)));
        INDArray g = gradient.muli(Nd4jLinear.wide(scale));
        INDArray along = g.mul(normalized).mean(true, 1);
        INDArray projected = g.sub(g.mean(true, 1)).subi(normalized.muli(along));
        dx.nd().addi(Nd4jLinear.narrow(projected.muli(inverse)));
    }

    static void patches(Tensor targets) {
        int pixels = targets.columns();
        INDArray values = Nd4jLinear.wide(targets);
        INDArray centered = values.subi(values.mean(true, 1));
        INDArray variance = centered.mul(centered).sum(true, 1).divi(pixels - 1);
        targets.nd()
                .assign(Nd4jLinear.narrow(centered.muli(Transforms.pow(variance.addi(PATCH_EPSILON), -0.5, false))));
    }

    private static INDArray column(Tensor statistics, int column) {
        return statistics.strided(column, new long[] {statistics.rows(), 1}, new long[] {2, 1});
    }
}
