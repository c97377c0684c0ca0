package org.masque.model.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A borrowed view of off-heap 32-bit floats, row-major: what kernels work on.
 *
 * <p>It owns nothing and frees nothing. It lives as long as the {@link TensorRef} or {@link Arena} that it came from,
 * and must not cross an actor boundary.
 */
public final class Tensor {
    private static final long FLOAT_BYTES = 4;

    private final INDArray base;
    private final long offset;
    private final long[] shape;
    private final long length;
    private final ByteBuffer bytes;
    private final int start;
    private final long address;

    private Tensor(INDArray base, long offset, long[] shape, ByteBuffer bytes, int start, long address) {
        this.base = base;
        this.offset = offset;
        this.shape = shape;
        this.length = product(shape);
        this.bytes = bytes;
        this.start = start;
        this.address = address;
    }

    /** Views all of a contiguous, row-major float array. */
    public static Tensor over(INDArray array) {
        if (array.dataType() != DataType.FLOAT || array.ordering() != 'c' || array.offset() != 0) {
            throw new IllegalArgumentException("not a whole row-major float array: " + array.shapeInfoToString());
        }
        long address = array.data().address();
        return window(array, 0, array.shape(), address);
    }

    // One ByteBuffer holds 2 GiB at most, so a larger block gets one for each window instead of one for all.
    private static Tensor window(INDArray base, long offset, long[] shape, long blockAddress) {
        long bytes = product(shape) * FLOAT_BYTES;
        long address = blockAddress + offset * FLOAT_BYTES;
        ByteBuffer buffer = bytes > Integer.MAX_VALUE ? ByteBuffer.allocate(0) : bufferAt(address, bytes);
        return new Tensor(base, offset, shape, buffer, 0, address);
    }

    private static ByteBuffer bufferAt(long address, long bytes) {
        return new Borrowed(address, bytes).asByteBuffer().order(ByteOrder.nativeOrder());
    }

    /**
     * Views a part of this view.
     *
     * @param from first float of the part, counted in this view
     * @param partShape the part's shape, row-major
     */
    public Tensor slice(long from, long... partShape) {
        long size = product(partShape);
        if (from < 0 || from + size > length) {
            throw new IllegalArgumentException("floats " + from + " to " + (from + size) + " of a tensor of " + length);
        }
        if (bytes.capacity() == 0) {
            return window(base, offset + from, partShape, address - offset * FLOAT_BYTES);
        }
        return new Tensor(
                base,
                offset + from,
                partShape,
                bytes,
                start + Math.toIntExact(from * FLOAT_BYTES),
                address + from * FLOAT_BYTES);
    }

    /** Views the same floats under another shape of the same length. */
    public Tensor reshape(long... newShape) {
        if (product(newShape) != length) {
            throw new IllegalArgumentException(
                    Arrays.toString(shape) + " cannot be seen as " + Arrays.toString(newShape));
        }
        return new Tensor(base, offset, newShape, bytes, start, address);
    }

    /** The lengths of the axes; not to be changed. */
    public long[] shape() {
        return shape;
    }

    /** The number of floats. */
    public long length() {
        return length;
    }

    /** The last axis. */
    public int columns() {
        return shape.length == 0 ? 1 : Math.toIntExact(shape[shape.length - 1]);
    }

    /** All axes but the last, multiplied. */
    public int rows() {
        return length == 0 ? 0 : Math.toIntExact(length / columns());
    }

    /** The memory around this view, native byte order; this view begins at {@link #start()}. */
    public ByteBuffer bytes() {
        return bytes;
    }

    /** The byte in {@link #bytes()} where this view begins. */
    public int start() {
        return start;
    }

    /** The address of the first float, for native calls. */
    public long address() {
        return address;
    }

    /** The same floats as an ND4J view, which must not be closed. */
    public INDArray nd() {
        long[] strides = Nd4j.getStrides(shape, 'c');
        return Nd4j.create(base.data(), shape, strides, offset, 'c');
    }

    /**
     * Some of these floats as an ND4J view that skips others; it must not be closed.
     *
     * <p>{@code INDArray.get} is no substitute: of an array that does not begin its buffer, as all of ours, ND4J M2.1
     * returns an empty array for some intervals.
     *
     * @param from first float of the view
     * @param strides floats from one index of an axis to the next
     */
    public INDArray strided(long from, long[] viewShape, long[] strides) {
        long last = from;
        for (int axis = 0; axis < strides.length; axis++) {
            last += (viewShape[axis] - 1) * strides[axis];
        }
        if (from < 0 || last >= length) {
            throw new IllegalArgumentException("floats " + from + " to " + last + " of a tensor of " + length);
        }
        return Nd4j.create(base.data(), viewShape, strides, offset + from, 'c');
    }

    /** One float. */
    public float get(long index) {
        return bytes.getFloat(start + Math.toIntExact(index * FLOAT_BYTES));
    }

    /** Sets one float. */
    public void set(long index, float value) {
        bytes.putFloat(start + Math.toIntExact(index * FLOAT_BYTES), value);
    }

    /** The floats of this view as a buffer with position 0, for bulk copies; the view must be smaller than 2 GiB. */
    public FloatBuffer floats() {
        return bytes.slice(start, Math.toIntExact(length * FLOAT_BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /** Copies the floats out. */
    public float[] toArray() {
        float[] copy = new float[Math.toIntExact(length)];
        floats().get(copy);
        return copy;
    }

    /** Overwrites this view. */
    public void copyFrom(float[] values) {
        if (values.length != length) {
            throw new IllegalArgumentException(values.length + " floats for a tensor of " + length);
        }
        floats().put(values);
    }

    /** Overwrites this view with another of the same length. */
    public void copyFrom(Tensor other) {
        if (other.length != length) {
            throw new IllegalArgumentException(other.length + " floats for a tensor of " + length);
        }
        Pointer.memcpy(borrowed(), other.borrowed(), length * FLOAT_BYTES);
    }

    /** Sets every float to zero. */
    public void zero() {
        Pointer.memset(borrowed(), 0, length * FLOAT_BYTES);
    }

    private Borrowed borrowed() {
        return new Borrowed(address, length * FLOAT_BYTES);
    }

    // A pointer without a deallocator: it frees nothing.
    private static final class Borrowed extends BytePointer {
        Borrowed(long address, long bytes) {
            super();
            this.address = address;
            this.limit = bytes;
            this.capacity = bytes;
        }
    }

    @Override
    public String toString() {
        return "Tensor" + Arrays.toString(shape);
    }

    static long product(long[] shape) {
        long product = 1;
        for (long axis : shape) {
            if (axis < 0) {
                throw new IllegalArgumentException("an axis is negative: " + Arrays.toString(shape));
            }
            product = Math.multiplyExact(product, axis);
        }
        return product;
    }
}
