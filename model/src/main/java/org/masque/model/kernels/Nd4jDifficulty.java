package org.masque.model.kernels;

import org.masque.model.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The errors of predicted difficulty, on ND4J in 64 bits; the contract is {@link Kernels}'. */
final class Nd4jDifficulty {
    private static final double FLOOR = 1e-6;

    private Nd4jDifficulty() {}

    static void rowMeans(Tensor x, Tensor y) {
        y.nd().assign(x.nd().mean(1).reshape(y.length()));
    }

    static void rowMeansBackward(Tensor dy, Tensor dx) {
        INDArray column = dy.nd().reshape(dy.length(), 1).div(dx.columns());
        dx.nd().assign(column.repeat(1, dx.columns()));
    }

    /**
     * With D the differences s_j - s_i of one image and W whether t_j is the larger: the error is the mean of
     * -ln(sigma(D) + 1e-6) where W, which counts each pair from both of its ends.
     */
    static double rankingError(Tensor scores, Tensor targets, float scale, Tensor dscores) {
        double sum = 0;
        for (int image = 0; image < scores.rows(); image++) {
            INDArray larger = differences(row(targets, image)).gt(0).castTo(DataType.DOUBLE);
            double pairs = larger.sumNumber().doubleValue();
            if (pairs == 0) {
                dscores.slice((long) image * dscores.columns(), dscores.columns())
                        .zero();
                continue;
            }
            INDArray sigma = Transforms.sigmoid(differences(row(scores, image)), false);
            INDArray floored = sigma.add(FLOOR);
            sum -= Transforms.log(floored, true).mul(larger).sumNumber().doubleValue() / pairs;
            // Of the difference s_j - s_i; j gains it, i loses it.
            INDArray slope = sigma.mul(sigma.rsub(1)).div(floored).muli(larger).muli(-scale / pairs);
            INDArray gradient = slope.sum(0).sub(slope.sum(1));
            row(dscores, image, gradient);
        }
        return sum;
    }

    // [M, M]: in row i and column j the value of j less that of i.
    private static INDArray differences(INDArray values) {
        long count = values.length();
        return values.reshape(1, count)
                .repeat(0, count)
                .sub(values.reshape(count, 1).repeat(1, count));
    }

    private static INDArray row(Tensor tensor, int row) {
        long width = tensor.columns();
        return tensor.slice(row * width, width).nd().castTo(DataType.DOUBLE);
    }

    private static void row(Tensor tensor, int row, INDArray values) {
        long width = tensor.columns();
        tensor.slice(row * width, width).nd().assign(values.castTo(DataType.FLOAT));
    }

    static double standardizedError(Tensor scores, Tensor targets, float scale, Tensor dscores) {
        double sum = 0;
        for (int image = 0; image < scores.rows(); image++) {
            INDArray target = row(targets, image);
            INDArray centred = target.sub(target.meanNumber().doubleValue());
            double variance = centred.mul(centred).meanNumber().doubleValue();
            INDArray error = row(scores, image).sub(centred.div(Math.sqrt(variance + FLOOR)));
            sum += error.mul(error).meanNumber().doubleValue();
            row(dscores, image, error.mul(2.0 * scale / error.length()));
        }
        return sum;
    }
}
