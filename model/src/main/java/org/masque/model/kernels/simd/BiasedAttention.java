package org.masque.model.kernels.simd;

import static org.masque.model.kernels.simd.Lanes.BYTES;
import static org.masque.model.kernels.simd.Lanes.all;
import static org.masque.model.kernels.simd.Lanes.load;
import static org.masque.model.kernels.simd.Lanes.store;

import java.nio.ByteBuffer;
import org.masque.model.kernels.Kernels.Write;
import org.masque.model.kernels.Matrix;
import org.masque.model.kernels.Sgemm;
import org.masque.model.tensor.Tensor;

/**
 * Attention with a bias [H, T, T] on its scaled scores: as {@link AttentionKernels}, and one more pass over the scores
 * while they are in the cache.
 */
final class BiasedAttention implements AutoCloseable {
    private final Lanes lanes;
    private final Sgemm blas;
    private final Softmax softmax;
    private final Scratch scratch = new Scratch();

    BiasedAttention(Lanes lanes, Sgemm blas) {
        this.lanes = lanes;
        this.blas = blas;
        this.softmax = new Softmax(lanes);
    }

    void forward(Tensor qkv, Tensor bias, Tensor probabilities, Tensor y) {
        PackedHeads packed = packed(qkv, bias);
        Matrix scores = block(packed.tokens(), packed.tokens());
        for (int image = 0; image < packed.images(); image++) {
            for (int head = 0; head < packed.heads(); head++) {
                Matrix weights = packed.squareOf(probabilities, image, head);
                blas.multiply(
                        packed.queries(image, head), packed.keys(image, head).transposed(), scores, Write.REPLACE);
                scaleAndAdd(scores, packed.scale(), packed.squareOf(bias, 0, head));
                softmax.forward(scores, 1, weights);
                blas.multiply(weights, packed.values(image, head), packed.columnsOf(y, image, head), Write.REPLACE);
            }
        }
    }

    private static PackedHeads packed(Tensor qkv, Tensor bias) {
        return new PackedHeads(qkv, Math.toIntExact(bias.shape()[0]), bias.columns());
    }

    private Matrix block(int rows, int columns) {
        int stride = Lanes.padded(columns);
        return Matrix.block(scratch.atLeast((long) rows * stride), 0, rows, columns, stride);
    }

    /** scores = scores * scale + bias, row by row. */
    private static void scaleAndAdd(Matrix scores, float scale, Matrix bias) {
        ByteBuffer to = scores.bytes();
        ByteBuffer addend = bias.bytes();
        int columns = scores.columns();
        int whole = Lanes.wholeBytes(columns);
        for (int row = 0; row < scores.rows(); row++) {
            int at = scores.start() + row * scores.stride() * 4;
            int from = bias.start() + row * bias.stride() * 4;
            for (int i = 0; i < whole; i += BYTES) {
                store(load(to, at + i).fma(all(scale), load(addend, from + i)), to, at + i);
            }
            for (int i = whole; i < columns * 4; i += 4) {
                to.putFloat(at + i, Math.fma(to.getFloat(at + i), scale, addend.getFloat(from + i)));
            }
        }
    }

    void backward(Tensor dy, Tensor qkv, Tensor bias, Tensor probabilities, Tensor dqkv, Tensor dbias) {
        PackedHeads packed = packed(qkv, bias);
        PackedHeads gradients = packed(dqkv, bias);
        Matrix dscores = block(packed.tokens(), packed.tokens());
        for (int image = 0; image < packed.images(); image++) {
            for (int head = 0; head < packed.heads(); head++) {
                Matrix weights = packed.squareOf(probabilities, image, head);
                Matrix dmixed = packed.columnsOf(dy, image, head);
                blas.multiply(weights.transposed(), dmixed, gradients.values(image, head), Write.REPLACE);
                blas.multiply(dmixed, packed.values(image, head).transposed(), dscores, Write.REPLACE);
                softmax.backward(dscores, 1, weights);
                addAndScale(dscores, packed.squareOf(dbias, 0, head), packed.scale());
                blas.multiply(dscores, packed.keys(image, head), gradients.queries(image, head), Write.REPLACE);
                blas.multiply(
                        dscores.transposed(), packed.queries(image, head), gradients.keys(image, head), Write.REPLACE);
            }
        }
    }

    /** sum += dscores, then dscores = dscores * scale, row by row. */
    private void addAndScale(Matrix dscores, Matrix sum, float scale) {
        for (int row = 0; row < dscores.rows(); row++) {
            int from = dscores.start() + row * dscores.stride() * 4;
            int at = sum.start() + row * sum.stride() * 4;
            lanes.addRow(sum.bytes(), at, dscores.bytes(), from, sum.bytes(), at, sum.columns());
            lanes.scaleRow(dscores.bytes(), from, dscores.columns(), scale);
        }
    }

    /** weights [B, H, T-1]: the class token's softmax over all T tokens, without token 0's own column. */
    void weighClassToken(Tensor qkv, Tensor bias, Tensor weights) {
        PackedHeads packed = packed(qkv, bias);
        int tokens = packed.tokens();
        Matrix rows = block(2, tokens);
        Matrix scores = firstRow(rows);
        Matrix row = Matrix.block(scratch.atLeast(0), rows.stride(), 1, tokens, rows.stride());
        for (int image = 0; image < packed.images(); image++) {
            for (int head = 0; head < packed.heads(); head++) {
                Matrix keys = packed.keys(image, head);
                blas.multiply(firstRow(packed.queries(image, head)), keys.transposed(), scores, Write.REPLACE);
                scaleAndAdd(scores, packed.scale(), packed.squareOf(bias, 0, head));
                softmax.forward(scores, 1, row);
                int to = weights.start() + (image * packed.heads() + head) * (tokens - 1) * 4;
                weights.bytes().put(to, row.bytes(), row.start() + 4, (tokens - 1) * 4);
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
