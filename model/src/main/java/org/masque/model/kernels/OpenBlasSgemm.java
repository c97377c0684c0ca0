package org.masque.model.kernels;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * Products by OpenBLAS, the fallback.
 *
 * <p>Its number of threads belongs to the process: making one of these keeps every product of ND4J on its caller's
 * thread as well.
 */
public final class OpenBlasSgemm implements Sgemm {
    private final BorrowedFloats left = new BorrowedFloats();
    private final BorrowedFloats right = new BorrowedFloats();
    private final BorrowedFloats result = new BorrowedFloats();

    /**
     * Loads the library.
     *
     * @throws LinkageError if this platform has none
     */
    public OpenBlasSgemm() {
        Loader.load(openblas_nolapack.class);
        org.bytedeco.openblas.presets.openblas_nolapack.blas_set_num_threads(1);
    }

    @Override
    public String name() {
        return "OpenBLAS";
    }

    @Override
    public void multiply(Matrix a, Matrix b, Matrix c, Kernels.Write write) {
        openblas_nolapack.cblas_sgemm(
                openblas_nolapack.CblasRowMajor,
                order(a),
                order(b),
                c.rows(),
                c.columns(),
                a.columns(),
                1f,
                left.at(a.address()),
                a.stride(),
                right.at(b.address()),
                b.stride(),
                write == Kernels.Write.ADD ? 1f : 0f,
                result.at(c.address()),
                c.stride());
    }

    private static int order(Matrix matrix) {
        return matrix.isTransposed() ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans;
    }

    @Override
    public void close() {
        // Nothing is owned: the pointers are aimed at the callers' memory.
    }
}
