package org.masque.model.kernels;

import java.nio.ByteBuffer;
import org.masque.model.tensor.Tensor;

/**
 * One operand of a product: a matrix inside borrowed off-heap floats, perhaps read transposed.
 *
 * @param bytes the memory around it
 * @param start the byte in {@code bytes} where its first float lies
 * @param address the address of its first float
 * @param rows as the product sees them, after transposing
 * @param columns as the product sees them, after transposing
 * @param stride floats from one row to the next, as stored
 * @param order how it is stored
 */
public record Matrix(ByteBuffer bytes, int start, long address, int rows, int columns, int stride, Matrix.Order order) {
    /** How a matrix lies in memory, seen from the product. */
    public enum Order {
        ROW_BY_ROW,
        TRANSPOSED
    }

    /** All of a tensor: its last axis are the columns. */
    public static Matrix of(Tensor tensor) {
        return block(tensor, 0, tensor.rows(), tensor.columns(), tensor.columns());
    }

    /**
     * A block of a tensor.
     *
     * @param from the block's first float, counted in the tensor
     * @param stride floats from one row to the next
     */
    public static Matrix block(Tensor tensor, long from, int rows, int columns, int stride) {
        int start = tensor.start() + Math.toIntExact(from * 4);
        return new Matrix(tensor.bytes(), start, tensor.address() + from * 4, rows, columns, stride, Order.ROW_BY_ROW);
    }

    /** The same floats with rows and columns exchanged. */
    public Matrix transposed() {
        Order other = isTransposed() ? Order.ROW_BY_ROW : Order.TRANSPOSED;
        return new Matrix(bytes, start, address, columns, rows, stride, other);
    }

    /** A matrix of the same size and order that begins so many floats further on. */
    Matrix moved(long floats) {
        return new Matrix(
                bytes, start + Math.toIntExact(floats * 4), address + floats * 4, rows, columns, stride, order);
    }

    /** Whether the product's rows are the columns in memory. */
    public boolean isTransposed() {
        return order == Order.TRANSPOSED;
    }
}
