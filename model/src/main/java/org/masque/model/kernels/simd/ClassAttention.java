package org.masque.model.kernels.simd;

import org.masque.model.kernels.Kernels.Write;
import org.masque.model.kernels.Matrix;
import org.masque.model.kernels.Sgemm;
import org.masque.model.tensor.Tensor;

/** How much the class token attends to every other token: one row of each head's softmax, and nothing else of it. */
final class ClassAttention implements AutoCloseable {
    private final Sgemm blas;
    private final Softmax softmax;
    private final Scratch scratch = new Scratch();

    ClassAttention(Lanes lanes, Sgemm blas) {
        this.blas = blas;
        this.softmax = new Softmax(lanes);
    }

    /** weights [B, H, T-1]: the softmax over all T tokens, without token 0's own column. */
    void weigh(PackedHeads packed, Tensor weights) {
        int tokens = packed.tokens();
        int others = tokens - 1;
        int stride = Lanes.padded(tokens);
        Tensor rows = scratch.atLeast(2L * stride);
        Matrix scores = Matrix.block(rows, 0, 1, tokens, stride);
        Matrix row = Matrix.block(rows, stride, 1, tokens, stride);
        for (int image = 0; image < packed.images(); image++) {
            for (int head = 0; head < packed.heads(); head++) {
                blas.multiply(
                        firstRow(packed.queries(image, head)),
                        packed.keys(image, head).transposed(),
                        scores,
                        Write.REPLACE);
                softmax.forward(scores, packed.scale(), row);
                int to = weights.start() + (image * packed.heads() + head) * others * 4;
                weights.bytes().put(to, row.bytes(), row.start() + 4, others * 4);
            }
        }
    }

    private static Matrix firstRow(Matrix matrix) {
        return new Matrix(
                matrix.bytes(), matrix.start(), matrix.address(), 1, matrix.columns(), matrix.stride(), matrix.order());
    }

    @Override
    public void close() {
        scratch.close();
    }
}
