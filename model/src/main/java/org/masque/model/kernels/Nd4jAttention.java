package org.masque.model.kernels;

import org.masque.model.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SoftMax;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Multi-head attention as batched products, on ND4J; the contract is {@link Kernels}'.
 *
 * <p>Legend: B images, T tokens, H heads, N = B*H, E = D/H width of a head. Backward, with P the probabilities and S
 * the scaled scores: dV = Pᵀ dY, dP = dY Vᵀ, dS = P * (dP - rowsum(dP * P)), dQ = dS K scale, dK = dSᵀ Q scale.
 */
final class Nd4jAttention {
    private static final int PACKED = 3;

    private Nd4jAttention() {}

    static void forward(Tensor qkv, int heads, int tokens, Tensor probabilities, Tensor y) {
        INDArray p = softmaxScores(part(qkv, 0, heads, tokens), part(qkv, 1, heads, tokens));
        flat(probabilities, tokens).assign(Nd4jLinear.narrow(p));
        assignHeads(headsOf(y, 1, 0, heads, tokens), Nd4j.matmul(p, part(qkv, 2, heads, tokens)));
    }

    static void backward(Tensor dy, Tensor qkv, int heads, int tokens, Tensor dqkv) {
        INDArray p = softmaxScores(part(qkv, 0, heads, tokens), part(qkv, 1, heads, tokens));
        INDArray dmixed = copy(headsOf(dy, 1, 0, heads, tokens));
        INDArray dp = Nd4j.matmul(dmixed, part(qkv, 2, heads, tokens), false, true, false);
        INDArray ds = dp.subi(dp.mul(p).sum(true, 2)).muli(p).muli(scale(dmixed.size(2)));
        INDArray dqueries = Nd4j.matmul(ds, part(qkv, 1, heads, tokens));
        INDArray dkeys = Nd4j.matmul(ds, part(qkv, 0, heads, tokens), true, false, false);
        INDArray dvalues = Nd4j.matmul(p, dmixed, true, false, false);
        assignHeads(headsOf(dqkv, PACKED, 0, heads, tokens), dqueries);
        assignHeads(headsOf(dqkv, PACKED, 1, heads, tokens), dkeys);
        assignHeads(headsOf(dqkv, PACKED, 2, heads, tokens), dvalues);
    }

    static void classRow(Tensor qkv, int heads, int tokens, Tensor weights) {
        if (weights.length() == 0) {
            return;
        }
        INDArray queries = classQueries(qkv, heads, tokens);
        INDArray p = softmaxScores(queries, part(qkv, 1, heads, tokens));
        INDArray others = p.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(1, tokens));
        weights.reshape(others.shape()).nd().assign(Nd4jLinear.narrow(others));
    }

    /** softmax(queries keysᵀ / √E) along the last axis; each [N, T, .]. */
    private static INDArray softmaxScores(INDArray queries, INDArray keys) {
        INDArray p = Nd4j.matmul(queries, keys, false, true, false).muli(scale(queries.size(2)));
        return Nd4j.exec(new SoftMax(p, p, -1))[0];
    }

    static double scale(long depth) {
        return 1 / Math.sqrt((double) depth);
    }

    /** Copies queries (0), keys (1) or values (2), [N, T, E]. */
    static INDArray part(Tensor qkv, int part, int heads, int tokens) {
        return copy(headsOf(qkv, PACKED, part, heads, tokens));
    }

    /** Copies the class tokens' queries, [N, 1, E]. */
    static INDArray classQueries(Tensor qkv, int heads, int tokens) {
        long row = qkv.columns();
        long depth = row / PACKED / heads;
        long images = qkv.rows() / tokens;
        return copy(qkv.strided(0, new long[] {images, heads, 1, depth}, new long[] {tokens * row, depth, row, 1}));
    }

    static INDArray copy(INDArray heads) {
        return heads.dup('c')
                .castTo(DataType.DOUBLE)
                .reshape('c', heads.size(0) * heads.size(1), heads.size(2), heads.size(3));
    }

    static void assignHeads(INDArray target, INDArray source) {
        target.assign(Nd4jLinear.narrow(source).reshape('c', target.shape()));
    }

    /** Views one of the equal parts of each row as [B, H, T, E]. */
    static INDArray headsOf(Tensor rows, int parts, int part, int heads, int tokens) {
        long row = rows.columns();
        long width = row / parts;
        long depth = width / heads;
        return rows.strided(part * width, new long[] {rows.rows() / tokens, heads, tokens, depth}, new long[] {
            tokens * row, depth, row, 1
        });
    }

    private static INDArray flat(Tensor probabilities, int tokens) {
        return probabilities
                .reshape(probabilities.length() / tokens / tokens, tokens, tokens)
                .nd();
    }
}
