package org.masque.model.kernels;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;

/** Products by oneDNN, which compiles its inner loops for the processor that it finds. */
public final class OneDnnSgemm implements Sgemm {
    private final BorrowedFloats left = new BorrowedFloats();
    private final BorrowedFloats right = new BorrowedFloats();
    private final BorrowedFloats result = new BorrowedFloats();
    private final OneDnnBatches batches;

    /**
     * Loads the library.
     *
     * @throws LinkageError if this platform has none
     */
    public OneDnnSgemm() {
        Loader.load(dnnl.class);
        batches = new OneDnnBatches();
    }

    @Override
    public String name() {
        return "oneDNN";
    }

    @Override
    public void multiply(Matrix a, Matrix b, Matrix c, Kernels.Write write) {
        int status = dnnl.dnnl_sgemm(
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
        if (status != dnnl.dnnl_success) {
            throw new IllegalArgumentException("oneDNN refused " + a + " times " + b + ": status " + status);
        }
    }

    private static byte order(Matrix matrix) {
        return (byte) (matrix.isTransposed() ? 'T' : 'N');
    }

    @Override
    public void multiplyAll(MatrixBatch a, MatrixBatch b, MatrixBatch c) {
        if (hasLines(a) || hasLines(b) || hasLines(c)) {
            Sgemm.super.multiplyAll(a, b, c);
        } else {
            batches.multiply(a, b, c);
        }
    }

    // A matrix of one row or column is stored by rows and by columns at once. Batches of such came out as NaN (one
    // token, oneDNN 3.11), most likely since the library takes one order for the other.
    private static boolean hasLines(MatrixBatch batch) {
        return batch.first().rows() == 1 || batch.first().columns() == 1;
    }

    /** Frees what batches keep; the pointers are aimed at the callers' memory. */
    @Override
    public void close() {
        batches.close();
    }
}
