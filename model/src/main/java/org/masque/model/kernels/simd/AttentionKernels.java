package org.masque.model.kernels.simd;

import org.masque.model.kernels.Matrix;
import org.masque.model.kernels.MatrixBatch;
import org.masque.model.kernels.Sgemm;
import org.masque.model.tensor.Tensor;

/**
 * Multi-head attention (Vaswani et al. 2017), as many heads at once as their scores stay in the cache.
 *
 * <p>The probabilities are kept [B, H, T, T], compact. The library multiplies in place, through the strides of the
 * packed tensor, all heads of a group in one call.
 */
final class AttentionKernels implements AutoCloseable {
    private final Sgemm blas;
    private final Softmax softmax;
    private final Scratch scratch = new Scratch();

    AttentionKernels(Lanes lanes, Sgemm blas) {
        this.blas = blas;
        this.softmax = new Softmax(lanes);
    }

    void forward(PackedHeads packed, Tensor probabilities, Tensor y) {
        HeadGroup.forEach(packed, sizeOfScores(packed), group -> forward(packed, group, probabilities, y));
    }

    private void forward(PackedHeads packed, HeadGroup group, Tensor probabilities, Tensor y) {
        MatrixBatch scores = scores(packed, group);
        MatrixBatch weights = packed.squaresOf(probabilities, group);
        blas.multiplyAll(packed.queries(group), packed.keys(group).transposed(), scores);
        for (int image = 0; image < group.images(); image++) {
            for (int head = 0; head < group.heads(); head++) {
                softmax.forward(scores.at(image, head), packed.scale(), weights.at(image, head));
            }
        }
        blas.multiplyAll(weights, packed.values(group), packed.columnsOf(y, group));
    }

    void backward(Tensor dy, PackedHeads packed, Tensor probabilities, PackedHeads gradients) {
        HeadGroup.forEach(packed, sizeOfScores(packed), group -> backward(dy, packed, group, probabilities, gradients));
    }

    private void backward(Tensor dy, PackedHeads packed, HeadGroup group, Tensor probabilities, PackedHeads gradients) {
        MatrixBatch dmixed = packed.columnsOf(dy, group);
        MatrixBatch dscores = scores(packed, group);
        MatrixBatch weights = packed.squaresOf(probabilities, group);
        blas.multiplyAll(weights.transposed(), dmixed, gradients.values(group));
        blas.multiplyAll(dmixed, packed.values(group).transposed(), dscores);
        for (int image = 0; image < group.images(); image++) {
            for (int head = 0; head < group.heads(); head++) {
                softmax.backward(dscores.at(image, head), packed.scale(), weights.at(image, head));
            }
        }
        blas.multiplyAll(dscores, packed.keys(group), gradients.queries(group));
        blas.multiplyAll(dscores.transposed(), packed.queries(group), gradients.keys(group));
    }

    private static int sizeOfScores(PackedHeads packed) {
        return packed.tokens() * Lanes.padded(packed.tokens());
    }

    private MatrixBatch scores(PackedHeads packed, HeadGroup group) {
        int tokens = packed.tokens();
        long size = sizeOfScores(packed);
        Tensor memory = scratch.atLeast(size * group.images() * group.heads());
        Matrix first = Matrix.block(memory, 0, tokens, tokens, Lanes.padded(tokens));
        return new MatrixBatch(first, group.images(), group.heads(), size * group.heads(), size);
    }

    @Override
    public void close() {
        scratch.close();
    }
}
