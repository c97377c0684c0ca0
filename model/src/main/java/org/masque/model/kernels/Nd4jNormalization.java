package org.masque.model.kernels;

import org.masque.model.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Normalisation of rows, on ND4J; the contract is {@link Kernels}'. */
final class Nd4jNormalization {
    private static final double PATCH_EPSILON = 1e-6;

    private Nd4jNormalization() {}

    static void layerNorm(Tensor x, Tensor scale, Tensor shift, float epsilon, Tensor y, Tensor statistics) {
        INDArray mean = x.nd().mean(true, 1);
        INDArray centered = x.nd().sub(mean);
        INDArray variance = centered.mul(centered).mean(true, 1);
        INDArray inverse = Transforms.pow(variance.addi(epsilon), -0.5, false);
        y.nd().assign(centered.muli(inverse).muli(scale.nd()).addi(shift.nd()));
        column(statistics, 0).assign(mean);
        column(statistics, 1).assign(inverse);
    }

    /** With n the normalised x and g = dy * scale: dx += inverse * (g - mean(g) - n * mean(g * n)). */
    static void layerNormBackward(
            Tensor dy, Tensor x, Tensor scale, Tensor statistics, Tensor dx, Tensor dscale, Tensor dshift) {
        INDArray inverse = column(statistics, 1);
        INDArray normalized = x.nd().sub(column(statistics, 0)).muli(inverse);
        dscale.nd().addi(dy.nd().mul(normalized).sum(0));
        dshift.nd().addi(dy.nd().sum(0));
        INDArray g = dy.nd().mul(scale.nd());
        INDArray along = g.mul(normalized).mean(true, 1);
        INDArray projected = g.sub(g.mean(true, 1)).subi(normalized.muli(along));
        dx.nd().addi(projected.muli(inverse));
    }

    static void patches(Tensor targets) {
        int pixels = targets.columns();
        INDArray centered = targets.nd().sub(targets.nd().mean(true, 1));
        INDArray variance = centered.mul(centered).sum(true, 1).divi(pixels - 1);
        targets.nd().assign(centered.muli(Transforms.pow(variance.addi(PATCH_EPSILON), -0.5, false)));
    }

    private static INDArray column(Tensor statistics, int column) {
        return statistics.strided(column, new long[] {statistics.rows(), 1}, new long[] {2, 1});
    }
}
