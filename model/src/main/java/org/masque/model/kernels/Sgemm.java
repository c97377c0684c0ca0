package org.masque.model.kernels;

/** Multiplies matrices of 32-bit floats on the calling thread only. */
public interface Sgemm extends AutoCloseable {
    /** The name for logs. */
    String name();

    /**
     * c = a b, or c += a b.
     *
     * @param a [m, k]
     * @param b [k, n]
     * @param c [m, n], row by row, apart from a and b
     */
    void multiply(Matrix a, Matrix b, Matrix c, Kernels.Write write);

    /**
     * c = a b for every matrix of a batch, in one call where the library can.
     *
     * @param a each [m, k]
     * @param b each [k, n], as many
     * @param c each [m, n], as many, row by row, apart from a and b
     */
    default void multiplyAll(MatrixBatch a, MatrixBatch b, MatrixBatch c) {
        for (int image = 0; image < c.images(); image++) {
            for (int head = 0; head < c.heads(); head++) {
                multiply(a.at(image, head), b.at(image, head), c.at(image, head), Kernels.Write.REPLACE);
            }
        }
    }

    @Override
    void close();
}
