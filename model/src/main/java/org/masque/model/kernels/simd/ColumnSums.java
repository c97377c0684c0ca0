package org.masque.model.kernels.simd;

import static org.masque.model.kernels.simd.Lanes.BYTES;
import static org.masque.model.kernels.simd.Lanes.load;
import static org.masque.model.kernels.simd.Lanes.store;

import java.nio.ByteBuffer;
import org.masque.model.tensor.Tensor;

/** Sums over rows: the gradients of biases. */
final class ColumnSums {
    private static final int ROWS_AT_ONCE = 4;

    private final Lanes lanes;

    ColumnSums(Lanes lanes) {
        this.lanes = lanes;
    }

    /** Adds the sum of each column of x [R, O] to sums [O]; four rows for one pass over the sums. */
    void addTo(Tensor x, Tensor sums) {
        int width = x.columns();
        int rows = x.rows();
        int row = 0;
        for (; row + ROWS_AT_ONCE <= rows; row += ROWS_AT_ONCE) {
            addFourRows(x.bytes(), x.start() + row * width * 4, sums, width);
        }
        for (; row < rows; row++) {
            int at = x.start() + row * width * 4;
            lanes.addRow(sums.bytes(), sums.start(), x.bytes(), at, sums.bytes(), sums.start(), width);
        }
    }

    private static void addFourRows(ByteBuffer x, int first, Tensor sums, int width) {
        ByteBuffer sum = sums.bytes();
        int sumAt = sums.start();
        int second = first + width * 4;
        int third = second + width * 4;
        int fourth = third + width * 4;
        int whole = Lanes.wholeBytes(width);
        for (int i = 0; i < whole; i += BYTES) {
            var upper = load(x, first + i).add(load(x, second + i));
            var lower = load(x, third + i).add(load(x, fourth + i));
            store(load(sum, sumAt + i).add(upper.add(lower)), sum, sumAt + i);
        }
        for (int i = whole; i < width * 4; i += 4) {
            float upper = x.getFloat(first + i) + x.getFloat(second + i);
            float lower = x.getFloat(third + i) + x.getFloat(fourth + i);
            sum.putFloat(sumAt + i, sum.getFloat(sumAt + i) + (upper + lower));
        }
    }
}
