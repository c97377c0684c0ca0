package org.masque.model.kernels.simd;

import org.jspecify.annotations.Nullable;
import org.masque.model.kernels.Kernels.Write;
import org.masque.model.kernels.Matrix;
import org.masque.model.kernels.Sgemm;
import org.masque.model.tensor.Tensor;

/** The linear layer and its two gradients: three products with the BLAS library. */
final class LinearKernels {
    private final Sgemm blas;
    private final ColumnSums columnSums;

    LinearKernels(Sgemm blas, ColumnSums columnSums) {
        this.blas = blas;
        this.columnSums = columnSums;
    }

    void forward(Tensor x, Tensor w, @Nullable Tensor bias, Tensor y) {
        Write write = Write.REPLACE;
        if (bias != null) {
            fillRows(bias, y);
            write = Write.ADD;
        }
        blas.multiply(Matrix.of(x), Matrix.of(w).transposed(), Matrix.of(y), write);
    }

    private static void fillRows(Tensor row, Tensor y) {
        int bytes = y.columns() * 4;
        int end = y.start() + y.rows() * bytes;
        for (int at = y.start(); at < end; at += bytes) {
            y.bytes().put(at, row.bytes(), row.start(), bytes);
        }
    }

    void inputGradient(Tensor dy, Tensor w, Tensor dx, Write write) {
        blas.multiply(Matrix.of(dy), Matrix.of(w), Matrix.of(dx), write);
    }

    void addWeightGradient(Tensor dy, Tensor x, Tensor dw, @Nullable Tensor dbias) {
        blas.multiply(Matrix.of(dy).transposed(), Matrix.of(x), Matrix.of(dw), Write.ADD);
        if (dbias != null) {
            columnSums.addTo(dy, dbias);
        }
    }
}
