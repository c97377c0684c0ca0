package org.masque.model.kernels.simd;

import static org.masque.model.kernels.simd.Lanes.BYTES;
import static org.masque.model.kernels.simd.Lanes.WIDTH;
import static org.masque.model.kernels.simd.Lanes.load;

import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.Matrix;
import org.masque.model.kernels.Sgemm;
import org.masque.model.tensor.Tensor;

/**
 * Products of matrices of a few dozen rows and columns: one head of attention over a few tokens.
 *
 * <p>A native call costs as much as such a product. Columns of b are in lanes and elements of a are broadcast, so no
 * lane is ever summed; a tile of four rows by two vectors of columns stays in registers. A b that is transposed, or not
 * a whole number of vectors wide, is first copied into scratch memory.
 */
final class SmallSgemm implements Sgemm {
    private static final int TILE_ROWS = 4;

    private final Lanes lanes;
    private final Scratch scratch = new Scratch();

    SmallSgemm(Lanes lanes) {
        this.lanes = lanes;
    }

    @Override
    public String name() {
        return "Vector API";
    }

    @Override
    public void multiply(Matrix a, Matrix b, Matrix c, Kernels.Write write) {
        boolean inPlace = !b.isTransposed() && b.columns() % WIDTH == 0;
        Matrix packed = inPlace ? b : pack(b);
        for (int column = 0; column < c.columns(); column += 2 * WIDTH) {
            boolean wide = column + WIDTH < c.columns();
            for (int row = 0; row < c.rows(); row += TILE_ROWS) {
                if (wide) {
                    multiplyWideTile(a, packed, c, row, column, write);
                } else {
                    multiplyTile(a, packed, c, row, column, write);
                }
            }
        }
    }

    private Matrix pack(Matrix b) {
        int stride = Lanes.padded(b.columns());
        Tensor copy = scratch.atLeast((long) b.rows() * stride);
        if (b.isTransposed()) {
            transpose(b, copy.bytes(), copy.start(), stride);
        } else {
            for (int row = 0; row < b.rows(); row++) {
                int from = b.start() + row * b.stride() * 4;
                copy.bytes().put(copy.start() + row * stride * 4, b.bytes(), from, b.columns() * 4);
            }
        }
        return Matrix.block(copy, 0, b.rows(), b.columns(), stride);
    }

    private static void transpose(Matrix b, ByteBuffer to, int toAt, int stride) {
        ByteBuffer from = b.bytes();
        int rows = b.rows();
        for (int column = 0; column < b.columns(); column++) {
            int fromAt = b.start() + column * b.stride() * 4;
            int at = toAt + column * 4;
            for (int row = 0; row < rows; row++) {
                to.putFloat(at + row * stride * 4, from.getFloat(fromAt + row * 4));
            }
        }
    }

    private void multiplyWideTile(Matrix a, Matrix b, Matrix c, int row, int column, Kernels.Write write) {
        ByteBuffer scalars = a.bytes();
        ByteBuffer vectors = b.bytes();
        int step = byteStep(a);
        int a0 = byteOf(a, row);
        int a1 = byteOf(a, row + 1);
        int a2 = byteOf(a, row + 2);
        int a3 = byteOf(a, row + 3);
        int at = b.start() + column * 4;
        int steps = a.columns();
        FloatVector c00 = Lanes.zero();
        FloatVector c01 = Lanes.zero();
        FloatVector c10 = Lanes.zero();
        FloatVector c11 = Lanes.zero();
        FloatVector c20 = Lanes.zero();
        FloatVector c21 = Lanes.zero();
        FloatVector c30 = Lanes.zero();
        FloatVector c31 = Lanes.zero();
        for (int k = 0, along = 0; k < steps; k++, along += step, at += b.stride() * 4) {
            FloatVector b0 = load(vectors, at);
            FloatVector b1 = load(vectors, at + BYTES);
            FloatVector s0 = Lanes.all(scalars.getFloat(a0 + along));
            c00 = s0.fma(b0, c00);
            c01 = s0.fma(b1, c01);
            FloatVector s1 = Lanes.all(scalars.getFloat(a1 + along));
            c10 = s1.fma(b0, c10);
            c11 = s1.fma(b1, c11);
            FloatVector s2 = Lanes.all(scalars.getFloat(a2 + along));
            c20 = s2.fma(b0, c20);
            c21 = s2.fma(b1, c21);
            FloatVector s3 = Lanes.all(scalars.getFloat(a3 + along));
            c30 = s3.fma(b0, c30);
            c31 = s3.fma(b1, c31);
        }
        put(c00, c01, c, row, column, write);
        put(c10, c11, c, row + 1, column, write);
        put(c20, c21, c, row + 2, column, write);
        put(c30, c31, c, row + 3, column, write);
    }

    private void multiplyTile(Matrix a, Matrix b, Matrix c, int row, int column, Kernels.Write write) {
        ByteBuffer scalars = a.bytes();
        ByteBuffer vectors = b.bytes();
        int step = byteStep(a);
        int a0 = byteOf(a, row);
        int a1 = byteOf(a, row + 1);
        int a2 = byteOf(a, row + 2);
        int a3 = byteOf(a, row + 3);
        int at = b.start() + column * 4;
        int steps = a.columns();
        FloatVector c0 = Lanes.zero();
        FloatVector c1 = Lanes.zero();
        FloatVector c2 = Lanes.zero();
        FloatVector c3 = Lanes.zero();
        for (int k = 0, along = 0; k < steps; k++, along += step, at += b.stride() * 4) {
            FloatVector b0 = load(vectors, at);
            c0 = b0.fma(Lanes.all(scalars.getFloat(a0 + along)), c0);
            c1 = b0.fma(Lanes.all(scalars.getFloat(a1 + along)), c1);
            c2 = b0.fma(Lanes.all(scalars.getFloat(a2 + along)), c2);
            c3 = b0.fma(Lanes.all(scalars.getFloat(a3 + along)), c3);
        }
        put(c0, c, row, column, write);
        put(c1, c, row + 1, column, write);
        put(c2, c, row + 2, column, write);
        put(c3, c, row + 3, column, write);
    }

    private static int byteStep(Matrix a) {
        return a.isTransposed() ? a.stride() * 4 : 4;
    }

    // The last tile reaches past the last row: it computes that row again and stores it once.
    private static int byteOf(Matrix a, int row) {
        int inside = Math.min(row, a.rows() - 1);
        return a.start() + (a.isTransposed() ? inside * 4 : inside * a.stride() * 4);
    }

    private void put(FloatVector left, FloatVector right, Matrix c, int row, int column, Kernels.Write write) {
        put(left, c, row, column, write);
        put(right, c, row, column + WIDTH, write);
    }

    private void put(FloatVector value, Matrix c, int row, int column, Kernels.Write write) {
        if (row >= c.rows()) {
            return;
        }
        int at = c.start() + (row * c.stride() + column) * 4;
        int floats = c.columns() - column;
        if (floats < WIDTH) {
            putTail(value, c, at, floats, write);
        } else {
            Lanes.store(write == Kernels.Write.ADD ? value.add(load(c.bytes(), at)) : value, c.bytes(), at);
        }
    }

    private void putTail(FloatVector value, Matrix c, int at, int floats, Kernels.Write write) {
        if (write == Kernels.Write.ADD) {
            lanes.storeTail(value.add(lanes.loadTail(c.bytes(), at, floats)), c.bytes(), at, floats);
        } else {
            lanes.storeTail(value, c.bytes(), at, floats);
        }
    }

    @Override
    public void close() {
        scratch.close();
    }
}
