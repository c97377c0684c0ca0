package org.masque.model.kernels;

import org.masque.model.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The loss and what follows the backward pass, on ND4J; the contract is {@link Kernels}'. */
final class Nd4jUpdate {
    private Nd4jUpdate() {}

    static double squaredError(Tensor predicted, Tensor targets, float scale, Tensor dpredicted) {
        int pixels = predicted.columns();
        INDArray difference = predicted.nd().sub(targets.nd());
        INDArray rowSums = difference.mul(difference).sum(1);
        double sum = rowSums.castTo(DataType.DOUBLE).sumNumber().doubleValue() / pixels;
        dpredicted.nd().assign(difference.muli(2.0 * scale / pixels));
        return sum;
    }

    static double absoluteError(Tensor predicted, Tensor targets, float scale, Tensor dpredicted) {
        int pixels = predicted.columns();
        INDArray difference = predicted.nd().sub(targets.nd());
        INDArray rowSums = Transforms.abs(difference, true).sum(1);
        double sum = rowSums.castTo(DataType.DOUBLE).sumNumber().doubleValue() / pixels;
        dpredicted.nd().assign(Transforms.sign(difference, false).muli(scale / pixels));
        return sum;
    }

    static void adamW(Tensor parameters, Tensor gradient, Tensor m, Tensor v, AdamStep step, float decay) {
        double correction1 = 1 - Math.pow(step.beta1(), (double) step.step());
        double correction2 = 1 - Math.pow(step.beta2(), (double) step.step());
        INDArray g = gradient.nd();
        INDArray first = m.nd();
        INDArray second = v.nd();
        first.muli(step.beta1()).addi(g.mul(1.0 - step.beta1()));
        second.muli(step.beta2()).addi(g.mul(g).muli(1.0 - step.beta2()));
        INDArray root =
                Transforms.sqrt(second, true).divi(Math.sqrt(correction2)).addi(step.epsilon());
        INDArray change = first.div(root).muli(step.learningRate() / correction1);
        parameters.nd().muli(1.0 - (double) step.learningRate() * decay).subi(change);
    }

    /** In 64 bits, so that large gradients do not overflow and many small ones are not lost. */
    static double sumOfSquares(Tensor x) {
        INDArray exact = x.nd().castTo(DataType.DOUBLE);
        return exact.muli(exact).sumNumber().doubleValue();
    }
}
