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

    @Override
    void close();
}
