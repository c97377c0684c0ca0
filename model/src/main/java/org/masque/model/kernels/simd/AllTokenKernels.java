package org.masque.model.kernels.simd;

import org.jspecify.annotations.Nullable;
import org.masque.model.kernels.TokenSequence;
import org.masque.model.tensor.Tensor;

/** Puts the tokens of visible and masked patches together, and takes their gradients apart: rows, copied and added. */
final class AllTokenKernels {
    private final Lanes lanes;

    AllTokenKernels(Lanes lanes) {
        this.lanes = lanes;
    }

    void mergedTokens(
            Tensor embedded,
            Tensor classToken,
            Tensor maskToken,
            @Nullable Tensor positions,
            TokenSequence sequence,
            Tensor y) {
        for (int row = 0; row < sequence.rows(); row++) {
            int source = sequence.source(row);
            if (source >= 0) {
                copyRow(embedded, source, y, row);
            } else {
                copyRow(source == TokenSequence.CLASS ? classToken : maskToken, 0, y, row);
            }
            if (positions != null) {
                addRow(positions, position(sequence, row, positions), y, row);
            }
        }
    }

    private static int position(TokenSequence sequence, int row, Tensor positions) {
        return PatchNumbers.checked(sequence.position(row), positions.rows());
    }

    void mergedTokensBackward(
            Tensor dy,
            TokenSequence sequence,
            Tensor dembedded,
            Tensor dclassToken,
            Tensor dmaskToken,
            @Nullable Tensor dpositions) {
        for (int row = 0; row < sequence.rows(); row++) {
            int source = sequence.source(row);
            if (source >= 0) {
                copyRow(dy, row, dembedded, source);
            } else {
                addRow(dy, row, source == TokenSequence.CLASS ? dclassToken : dmaskToken, 0);
            }
            if (dpositions != null) {
                addRow(dy, row, dpositions, position(sequence, row, dpositions));
            }
        }
    }

    void selectRows(Tensor x, int[] rows, Tensor y) {
        for (int i = 0; i < rows.length; i++) {
            copyRow(x, PatchNumbers.checked(rows[i], x.rows()), y, i);
        }
    }

    void selectRowsBackward(Tensor dy, int[] rows, Tensor dx) {
        dx.zero();
        for (int i = 0; i < rows.length; i++) {
            copyRow(dy, i, dx, PatchNumbers.checked(rows[i], dx.rows()));
        }
    }

    private static void copyRow(Tensor from, int fromRow, Tensor to, int toRow) {
        to.bytes().put(byteOf(to, toRow), from.bytes(), byteOf(from, fromRow), to.columns() * 4);
    }

    private void addRow(Tensor addend, int addendRow, Tensor sum, int sumRow) {
        int at = byteOf(sum, sumRow);
        lanes.addRow(sum.bytes(), at, addend.bytes(), byteOf(addend, addendRow), sum.bytes(), at, sum.columns());
    }

    private static int byteOf(Tensor tensor, int row) {
        return tensor.start() + row * tensor.columns() * 4;
    }
}
