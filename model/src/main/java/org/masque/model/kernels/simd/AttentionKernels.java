package org.masque.model.kernels.simd;

import org.masque.model.kernels.Kernels.Write;
import org.masque.model.kernels.Matrix;
import org.masque.model.kernels.Sgemm;
import org.masque.model.tensor.Tensor;

/**
 * Multi-head attention (Vaswani et al. 2017), one head of one image after the other, so that a head's scores stay in
 * the cache.
 *
 * <p>The probabilities are kept [B, H, T, T], compact. Short sequences multiply with {@link SmallSgemm}, long ones with
 * the BLAS library.
 */
final class AttentionKernels implements AutoCloseable {
    // Where a head's products outgrow the cost of native calls.
    private static final int LONG_SEQUENCE = 128;

    private final Sgemm blas;
    private final SmallSgemm small;
    private final Softmax softmax;
    private final Scratch scratch = new Scratch();

    AttentionKernels(Lanes lanes, Sgemm blas) {
        this.blas = blas;
        this.small = new SmallSgemm(lanes);
        this.softmax = new Softmax(lanes);
    }

    void forward(PackedHeads packed, Tensor probabilities, Tensor y) {
        Sgemm products = productsFor(packed);
        Matrix scores = square(packed.tokens());
        for (int image = 0; image < packed.images(); image++) {
            for (int head = 0; head < packed.heads(); head++) {
                Matrix weights = packed.squareOf(probabilities, image, head);
                products.multiply(
                        packed.queries(image, head), packed.keys(image, head).transposed(), scores, Write.REPLACE);
                softmax.forward(scores, packed.scale(), weights);
                products.multiply(weights, packed.values(image, head), packed.columnsOf(y, image, head), Write.REPLACE);
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
        Sgemm products = productsFor(packed);
        Matrix dscores = square(packed.tokens());
        products.multiply(weights.transposed(), dy, gradients.values(image, head), Write.REPLACE);
        products.multiply(dy, packed.values(image, head).transposed(), dscores, Write.REPLACE);
        softmax.backward(dscores, packed.scale(), weights);
        products.multiply(dscores, packed.keys(image, head), gradients.queries(image, head), Write.REPLACE);
        products.multiply(
                dscores.transposed(), packed.queries(image, head), gradients.keys(image, head), Write.REPLACE);
    }

    private Sgemm productsFor(PackedHeads packed) {
        return packed.tokens() < LONG_SEQUENCE ? small : blas;
    }

    private Matrix square(int tokens) {
        int stride = Lanes.padded(tokens);
        return Matrix.block(scratch.atLeast((long) tokens * stride), 0, tokens, tokens, stride);
    }

    @Override
    public void close() {
        small.close();
        scratch.close();
    }
}
