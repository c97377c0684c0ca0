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
    private static final int[] HEADS_FIRST = {2, 0, 3, 1, 4};

    private Nd4jAttention() {}

    /** Queries, keys and values apart, each [N, T, E]. */
    private record Heads(INDArray queries, INDArray keys, INDArray values, double scale) {
        static Heads split(Tensor qkv, int heads, int tokens) {
            long images = qkv.rows() / tokens;
            int depth = qkv.columns() / 3 / heads;
            INDArray parts = packed(qkv, heads, tokens)
                    .dup('c')
                    .castTo(DataType.DOUBLE)
                    .reshape('c', 3, images * heads, tokens, depth);
            return new Heads(part(parts, 0), part(parts, 1), part(parts, 2), 1 / Math.sqrt(depth));
        }
    }

    static void forward(Tensor qkv, int heads, int tokens, Tensor probabilities, Tensor y) {
        Heads split = Heads.split(qkv, heads, tokens);
        INDArray p = softmaxScores(split.queries(), split);
        flat(probabilities, tokens).assign(Nd4jLinear.narrow(p));
        INDArray mixed = Nd4j.matmul(p, split.values());
        INDArray target = headsOf(y, heads, tokens);
        target.assign(Nd4jLinear.narrow(mixed).reshape('c', target.shape()));
    }

    static void backward(Tensor dy, Tensor qkv, int heads, int tokens, Tensor dqkv) {
        Heads split = Heads.split(qkv, heads, tokens);
        INDArray p = softmaxScores(split.queries(), split);
        INDArray dmixed = headsOf(dy, heads, tokens)
                .dup('c')
                .castTo(DataType.DOUBLE)
                .reshape('c', split.values().shape());
        INDArray dp = Nd4j.matmul(dmixed, split.values(), false, true, false);
        INDArray ds = dp.subi(dp.mul(p).sum(true, 2)).muli(p).muli(split.scale());
        INDArray target = packed(dqkv, heads, tokens);
        assignPart(target, 0, Nd4j.matmul(ds, split.keys()));
        assignPart(target, 1, Nd4j.matmul(ds, split.queries(), true, false, false));
        assignPart(target, 2, Nd4j.matmul(p, dmixed, true, false, false));
    }

    static void classRow(Tensor qkv, int heads, int tokens, Tensor weights) {
        if (weights.length() == 0) {
            return;
        }
        Heads split = Heads.split(qkv, heads, tokens);
        INDArray first = split.queries()
                .get(NDArrayIndex.all(), NDArrayIndex.interval(0, 1), NDArrayIndex.all())
                .dup('c');
        INDArray row = softmaxScores(first, split);
        INDArray others = row.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(1, tokens));
        weights.reshape(others.shape()).nd().assign(Nd4jLinear.narrow(others));
    }

    private static INDArray softmaxScores(INDArray queries, Heads split) {
        INDArray p = Nd4j.matmul(queries, split.keys(), false, true, false).muli(split.scale());
        return Nd4j.exec(new SoftMax(p, p, -1))[0];
    }

    /** Views packed rows as [3, B, H, T, E]. */
    private static INDArray packed(Tensor qkv, int heads, int tokens) {
        long images = qkv.rows() / tokens;
        long depth = qkv.columns() / 3 / heads;
        return qkv.reshape(images, tokens, 3, heads, depth).nd().permute(HEADS_FIRST);
    }

    /** Views rows as [B, H, T, E]. */
    private static INDArray headsOf(Tensor rows, int heads, int tokens) {
        long images = rows.rows() / tokens;
        return rows.reshape(images, tokens, heads, rows.columns() / heads).nd().permute(0, 2, 1, 3);
    }

    private static INDArray flat(Tensor probabilities, int tokens) {
        return probabilities
                .reshape(probabilities.length() / tokens / tokens, tokens, tokens)
                .nd();
    }

    private static INDArray part(INDArray parts, int index) {
        return parts.get(NDArrayIndex.point(index), NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.all());
    }

    private static void assignPart(INDArray packed, int index, INDArray gradient) {
        INDArray target = packed.get(
                NDArrayIndex.point(index),
                NDArrayIndex.all(),
                NDArrayIndex.all(),
                NDArrayIndex.all(),
                NDArrayIndex.all());
        target.assign(Nd4jLinear.narrow(gradient).reshape('c', target.shape()));
    }
}
