package org.masque.model.kernels;

/**
 * Matrices of one size and order that lie at even distances: that of each head of each image, say.
 *
 * @param first of the first head of the first image
 * @param images how many there are in the outer direction
 * @param heads how many there are in the inner direction
 * @param imageStride floats from an image's matrix to the next image's
 * @param headStride floats from a head's matrix to the next head's
 */
public record MatrixBatch(Matrix first, int images, int heads, long imageStride, long headStride) {
    /** The matrix of one head of one image, counted in the batch. */
    public Matrix at(int image, int head) {
        return first.moved(image * imageStride + head * headStride);
    }

    /** The same floats with rows and columns of each matrix exchanged. */
    public MatrixBatch transposed() {
        return new MatrixBatch(first.transposed(), images, heads, imageStride, headStride);
    }
}
