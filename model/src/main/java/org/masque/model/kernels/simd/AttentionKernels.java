package org.masque.model.kernels.simd;

import org.masque.model.kernels.Kernels.Write;
import org.masque.model.kernels.Matrix;
import org.masque.model.kernels.Sgemm;
import org.masque.model.tensor.Tensor;

/**
 * Multi-head attention (Vaswani et al. 2017), one head of one image after the other, so that a head's scores stay in
 * the cache.
 *
 * <p>The probabilities are kept [B, H, T, T], compact. The library multiplies in place, through the strides of the
 * packed tensor: even at 17 tokens that beats products written with the Vector API, which must first copy and
 * transpose.
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
        Matrix scores = square(packed.tokens());
        for (int image = 0; image < packed.images(); image++) {
            for (int head = 0; head < packed.heads(); head++) {
                Matrix weights = packed.squareOf(probabilities, image, head);
                blas.multiply(
                        packed.queries(image, head), packed.keys(image, head).transposed(), scores, Write.REPLACE);
                softmax.forward(scores, packed.scale(), weights);
                blas.multiply(weights, packed.values(image, head), packed.columnsOf(y, image, head), Write.REPLACE);
            }
        }
    }

    void backward(Tensor dy, PackedHeads packed, Tensor probabilities, PackedHeads gradients) {
        for (int image = 0; image < packed.images(); image++) {
            for (int head = 0; head < packed.heads(); head++) {
                Matrix weights = packed.squareOf(probabilities, image, head);
                backwardHead(packed.columnsOf(dy, image, head), packed, weights, gradients, image, head);
            }
        }
    }

    private void backwardHead(
            Matrix dy, PackedHeads packed, Matrix weights, PackedHeads gradients, int image, int head) {
        Matrix dscores = square(packed.tokens());
        blas.multiply(weights.transposed(), dy, gradients.values(image, head), Write.REPLACE);
        blas.multiply(dy, packed.values(image, head).transposed(), dscores, Write.REPLACE);
        softmax.backward(dscores, packed.scale(), weights);
        blas.multiply(dscores, packed.keys(image, head), gradients.queries(image, head), Write.REPLACE);
        blas.multiply(dscores.transposed(), packed.queries(image, head), gradients.keys(image, head), Write.REPLACE);
    }

    private Matrix square(int tokens) {
        int stride = Lanes.padded(tokens);
        return Matrix.block(scratch.atLeast((long) tokens * stride), 0, tokens, tokens, stride);
    }

    @Override
    public void close() {
        scratch.close();
    }
}
