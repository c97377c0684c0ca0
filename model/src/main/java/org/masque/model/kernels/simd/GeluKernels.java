package org.masque.model.kernels.simd;

import static org.masque.model.kernels.simd.Lanes.BYTES;
import static org.masque.model.kernels.simd.Lanes.load;
import static org.masque.model.kernels.simd.Lanes.store;

import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;
import org.masque.model.tensor.Tensor;

/**
 * Bias and GELU.
 *
 * <p>The forward leaves gelu'(x + bias) in its x, while the exponential is at hand; so the backward is one product.
 */
final class GeluKernels {
    private final Lanes lanes;
    private final ColumnSums columnSums;

    GeluKernels(Lanes lanes, ColumnSums columnSums) {
        this.lanes = lanes;
        this.columnSums = columnSums;
    }

    void forward(Tensor x, Tensor bias, Tensor y) {
        int width = x.columns();
        int rows = x.rows();
        for (int row = 0; row < rows; row++) {
            int offset = row * width * 4;
            forwardRow(x.bytes(), x.start() + offset, bias, y.bytes(), y.start() + offset, width);
        }
    }

    private void forwardRow(ByteBuffer x, int xAt, Tensor bias, ByteBuffer y, int yAt, int width) {
        ByteBuffer biases = bias.bytes();
        int biasAt = bias.start();
        int whole = Lanes.wholeBytes(width);
        for (int i = 0; i < whole; i += BYTES) {
            FloatVector u = load(x, xAt + i).add(load(biases, biasAt + i));
            FloatVector e = Gelu.exponential(u);
            FloatVector ratio = Gelu.ratio(u.abs());
            store(Gelu.value(u, e, ratio), y, yAt + i);
            store(Gelu.derivative(u, e, ratio), x, xAt + i);
        }
        if (whole < width * 4) {
            forwardTail(x, xAt + whole, biases, biasAt + whole, y, yAt + whole, Lanes.tail(width));
        }
    }

    private void forwardTail(ByteBuffer x, int xAt, ByteBuffer bias, int biasAt, ByteBuffer y, int yAt, int floats) {
        FloatVector u = lanes.loadTail(x, xAt, floats).add(lanes.loadTail(bias, biasAt, floats));
        FloatVector e = Gelu.exponential(u);
        FloatVector ratio = Gelu.ratio(u.abs());
        lanes.storeTail(Gelu.value(u, e, ratio), y, yAt, floats);
        lanes.storeTail(Gelu.derivative(u, e, ratio), x, xAt, floats);
    }

    void backward(Tensor dy, Tensor saved, Tensor dx, Tensor dbias) {
        multiply(dy.bytes(), dy.start(), saved.bytes(), saved.start(), dx);
        columnSums.addTo(dx, dbias);
    }

    private static void multiply(ByteBuffer left, int leftAt, ByteBuffer right, int rightAt, Tensor product) {
        ByteBuffer to = product.bytes();
        int toAt = product.start();
        int floats = Math.toIntExact(product.length());
        int whole = Lanes.wholeBytes(floats);
        for (int i = 0; i < whole; i += BYTES) {
            store(load(left, leftAt + i).mul(load(right, rightAt + i)), to, toAt + i);
        }
        for (int i = whole; i < floats * 4; i += 4) {
            to.putFloat(toAt + i, left.getFloat(leftAt + i) * right.getFloat(rightAt + i));
        }
    }
}
