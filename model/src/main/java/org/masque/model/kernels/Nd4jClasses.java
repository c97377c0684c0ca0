package org.masque.model.kernels;

import org.masque.model.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** What classifying images needs, on ND4J; the contract is {@link Kernels}'. */
final class Nd4jClasses {
    private Nd4jClasses() {}

    static void tokenMeans(Tensor x, int tokens, Tensor y) {
        long images = x.rows() / tokens;
        INDArray patches = x.nd().reshape(images, tokens, x.columns())
                .get(NDArrayIndex.all(), NDArrayIndex.interval(1, tokens), NDArrayIndex.all());
        y.nd().assign(patches.mean(1).reshape(images, x.columns()));
    }

    static void tokenMeansBackward(Tensor dy, int tokens, Tensor dx) {
        long images = dy.rows();
        INDArray share = dy.nd().reshape(images, 1, dy.columns()).div(tokens - 1);
        INDArray all = dx.nd().reshape(images, tokens, dy.columns());
        all.assign(0);
        all.get(NDArrayIndex.all(), NDArrayIndex.interval(1, tokens), NDArrayIndex.all())
                .assign(share.repeat(1, tokens - 1));
    }

    static double softmaxCrossEntropy(Tensor logits, int[] labels, float smoothing, float scale, Tensor dlogits) {
        long rows = logits.rows();
        long classes = logits.columns();
        INDArray values = logits.nd().reshape(rows, classes).castTo(DataType.DOUBLE);
        INDArray shifted = values.subColumnVector(values.max(1).reshape(rows, 1));
        INDArray sums = Transforms.exp(shifted, true).sum(1).reshape(rows, 1);
        INDArray logarithms = shifted.subColumnVector(Transforms.log(sums, true));
        INDArray wanted = Nd4j.valueArrayOf(new long[] {rows, classes}, (double) smoothing / classes, DataType.DOUBLE);
        for (int row = 0; row < rows; row++) {
            wanted.putScalar(row, labels[row], 1 - (double) smoothing + (double) smoothing / classes);
        }
        double sum = -wanted.mul(logarithms).sumNumber().doubleValue();
        INDArray gradient = Transforms.exp(logarithms, true).subi(wanted).muli(scale);
        dlogits.nd().reshape(rows, classes).assign(gradient.castTo(DataType.FLOAT));
        return sum;
    }
}
