package org.masque.model.kernels.simd;

import org.masque.model.kernels.Matrix;
import org.masque.model.kernels.MatrixBatch;
import org.masque.model.tensor.Tensor;

/**
 * Where the queries, keys and values of one head of one image lie in a packed tensor, each [T, D/H].
 *
 * @param qkv [B*T, 3*D]
 * @param heads H
 * @param tokens T
 */
record PackedHeads(Tensor qkv, int heads, int tokens) {
    Matrix queries(int image, int head) {
        return block(image, head, 0);
    }

    Matrix keys(int image, int head) {
        return block(image, head, 1);
    }

    Matrix values(int image, int head) {
        return block(image, head, 2);
    }

    MatrixBatch queries(HeadGroup group) {
        return batch(queries(group.image(), group.head()), group, qkv.columns());
    }

    MatrixBatch keys(HeadGroup group) {
        return batch(keys(group.image(), group.head()), group, qkv.columns());
    }

    MatrixBatch values(HeadGroup group) {
        return batch(values(group.image(), group.head()), group, qkv.columns());
    }

    /** The columns of a group's heads in a tensor [B*T, D]. */
    MatrixBatch columnsOf(Tensor tensor, HeadGroup group) {
        return batch(columnsOf(tensor, group.image(), group.head()), group, tensor.columns());
    }

    /** The [T, T] of a group's heads in a tensor [B, H, T, T]. */
    MatrixBatch squaresOf(Tensor tensor, HeadGroup group) {
        long square = (long) tokens * tokens;
        return new MatrixBatch(
                squareOf(tensor, group.image(), group.head()), group.images(), group.heads(), heads * square, square);
    }

    private MatrixBatch batch(Matrix first, HeadGroup group, long columns) {
        return new MatrixBatch(first, group.images(), group.heads(), tokens * columns, headWidth());
    }

    int images() {
        return qkv.rows() / tokens;
    }

    int headWidth() {
        return qkv.columns() / 3 / heads;
    }

    /** 1 / sqrt(D/H). */
    float scale() {
        return (float) (1 / Math.sqrt(headWidth()));
    }

    private Matrix block(int image, int head, int part) {
        int width = headWidth();
        long from = (long) image * tokens * qkv.columns() + (long) (part * heads + head) * width;
        return Matrix.block(qkv, from, tokens, width, qkv.columns());
    }

    /** The head's columns of a tensor [B*T, D]. */
    Matrix columnsOf(Tensor tensor, int image, int head) {
        long from = (long) image * tokens * tensor.columns() + (long) head * headWidth();
        return Matrix.block(tensor, from, tokens, headWidth(), tensor.columns());
    }

    /** The head's [T, T] of a tensor [B, H, T, T]. */
    Matrix squareOf(Tensor tensor, int image, int head) {
        long from = ((long) image * heads + head) * tokens * tokens;
        return Matrix.block(tensor, from, tokens, tokens, tokens);
    }
}
