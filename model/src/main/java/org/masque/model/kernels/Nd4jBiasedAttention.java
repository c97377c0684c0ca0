package org.masque.model.kernels;

import org.masque.model.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SoftMax;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Attention with a bias on its scaled scores, on ND4J; legend and formulas as in {@link Nd4jAttention}, and dbias = the
 * sum of dS over the images, before it is scaled.
 */
final class Nd4jBiasedAttention {
    private Nd4jBiasedAttention() {}

    static void forward(Tensor qkv, Tensor bias, Tensor probabilities, Tensor y) {
        int heads = heads(bias);
        int tokens = bias.columns();
        INDArray p = probabilities(Nd4jAttention.part(qkv, 0, heads, tokens), qkv, bias);
        probabilities.reshape(p.shape()).nd().assign(Nd4jLinear.narrow(p));
        Nd4jAttention.assignHeads(
                Nd4jAttention.headsOf(y, 1, 0, heads, tokens),
                Nd4j.matmul(p, Nd4jAttention.part(qkv, 2, heads, tokens)));
    }

    static void backward(Tensor dy, Tensor qkv, Tensor bias, Tensor dqkv, Tensor dbias) {
        int heads = heads(bias);
        int tokens = bias.columns();
        INDArray p = probabilities(Nd4jAttention.part(qkv, 0, heads, tokens), qkv, bias);
        INDArray dmixed = Nd4jAttention.copy(Nd4jAttention.headsOf(dy, 1, 0, heads, tokens));
        INDArray dp = Nd4j.matmul(dmixed, Nd4jAttention.part(qkv, 2, heads, tokens), false, true, false);
        INDArray ds = dp.subi(dp.mul(p).sum(true, 2)).muli(p);
        INDArray perImage = ds.reshape('c', ds.size(0) / heads, heads, tokens, tokens);
        dbias.nd().addi(Nd4jLinear.narrow(perImage.sum(0)));
        ds.muli(Nd4jAttention.scale(dmixed.size(2)));
        assign(dqkv, 0, bias, Nd4j.matmul(ds, Nd4jAttention.part(qkv, 1, heads, tokens)));
        assign(dqkv, 1, bias, Nd4j.matmul(ds, Nd4jAttention.part(qkv, 0, heads, tokens), true, false, false));
        assign(dqkv, 2, bias, Nd4j.matmul(p, dmixed, true, false, false));
    }

    static void classRow(Tensor qkv, Tensor bias, Tensor weights) {
        if (weights.length() == 0) {
            return;
        }
        int tokens = bias.columns();
        INDArray queries = Nd4jAttention.classQueries(qkv, heads(bias), tokens);
        INDArray p = probabilities(queries, qkv, bias);
        INDArray others = p.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(1, tokens));
        weights.reshape(others.shape()).nd().assign(Nd4jLinear.narrow(others));
    }

    /** softmax(queries keysᵀ / √E + bias) for the first queries of each head: [N, R, E] gives [N, R, T]. */
    private static INDArray probabilities(INDArray queries, Tensor qkv, Tensor bias) {
        int heads = heads(bias);
        int tokens = bias.columns();
        INDArray keys = Nd4jAttention.part(qkv, 1, heads, tokens);
        INDArray scores = Nd4j.matmul(queries, keys, false, true, false).muli(Nd4jAttention.scale(queries.size(2)));
        long rows = queries.size(1);
        INDArray added = bias.strided(
                        0, new long[] {heads, rows, tokens}, new long[] {(long) tokens * tokens, tokens, 1})
                .dup('c')
                .castTo(scores.dataType());
        for (long image = 0; image < scores.size(0) / heads; image++) {
            INDArray ofImage = scores.get(
                    NDArrayIndex.interval(image * heads, (image + 1) * heads), NDArrayIndex.all(), NDArrayIndex.all());
            ofImage.addi(added);
        }
        return Nd4j.exec(new SoftMax(scores, scores, -1))[0];
    }

    private static void assign(Tensor dqkv, int part, Tensor bias, INDArray gradient) {
        int parts = 3;
        Nd4jAttention.assignHeads(Nd4jAttention.headsOf(dqkv, parts, part, heads(bias), bias.columns()), gradient);
    }

    private static int heads(Tensor bias) {
        return Math.toIntExact(bias.shape()[0]);
    }
}
