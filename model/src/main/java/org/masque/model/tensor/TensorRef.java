package org.masque.model.tensor;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An owned claim on off-heap floats, and the only form in which they cross an actor boundary.
 *
 * <p>A claim is created, perhaps retained, moved with {@code tell}, and closed by whoever has it then. The memory is
 * freed with the last claim. Use after that, or closing twice, throws.
 */
public final class TensorRef implements AutoCloseable {
    // Vector loads that cross cache lines cost twice; ND4J aligns to 16 bytes only.
    private static final int ALIGNMENT_FLOATS = 16;

    private final INDArray array;
    private final Tensor tensor;
    private final AtomicInteger claims = new AtomicInteger(1);

    private TensorRef(INDArray array, Tensor tensor) {
        this.array = array;
        this.tensor = tensor;
        TensorLedger.opened(this);
    }

    /**
     * Allocates zeros, aligned to a cache line.
     *
     * @throws NativeMemoryException if the process's limit on native memory leaves no room, or the machine has none
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out to the caller
    public static TensorRef zeros(long... shape) {
        TensorRef ref = aligned(shape);
        ref.tensor().zero();
        return ref;
    }

    /**
     * Allocates a copy of floats.
     *
     * @param floats borrowed
     * @throws NativeMemoryException if the process's limit on native memory leaves no room
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out to the caller
    public static TensorRef copyOf(Tensor floats) {
        TensorRef ref = aligned(floats.shape());
        ref.tensor().copyFrom(floats);
        return ref;
    }

    // Holds whatever was there before.
    @MustBeClosed
    private static TensorRef aligned(long... shape) {
        INDArray block = allocate(Math.max(1, Tensor.product(shape)) + ALIGNMENT_FLOATS);
        long address = block.data().address();
        long skip = ((64 - address % 64) % 64) / 4;
        return new TensorRef(block, Tensor.over(block).slice(skip, shape));
    }

    /** Allocates a copy of {@code values}. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out to the caller
    public static TensorRef of(float[] values, long... shape) {
        if (values.length != Tensor.product(shape)) {
            throw new IllegalArgumentException(values.length + " floats for the shape " + Arrays.toString(shape));
        }
        TensorRef ref = zeros(shape);
        ref.tensor().copyFrom(values);
        return ref;
    }

    /**
     * Takes over an array that nobody else will close; views and workspace arrays are refused, since closing them does
     * nothing.
     */
    @MustBeClosed
    public static TensorRef own(INDArray array) {
        if (!array.closeable()) {
            throw new IllegalArgumentException("not ownable: detach() or dup() first");
        }
        Tensor tensor = Tensor.over(array);
        TensorLedger.reserve(array.length() * 4);
        return new TensorRef(array, tensor);
    }

    private static INDArray allocate(long floats) {
        TensorLedger.reserve(floats * 4);
        try {
            return Nd4j.createUninitializedDetached(DataType.FLOAT, floats);
        } catch (OutOfMemoryError | RuntimeException failed) {
            // JavaCPP throws the one. ND4J allocates in its own library, which a limit of JavaCPP's does not bind, and
            // throws the other when that has no memory.
            TensorLedger.unreserve(floats * 4);
            throw new NativeMemoryException(floats * 4, failed);
        }
    }

    /** The floats, borrowed until this claim is closed. */
    public Tensor tensor() {
        if (claims.get() <= 0) {
            throw new IllegalStateException("used after close: " + tensor);
        }
        return tensor;
    }

    /** Makes one more claim on the same floats, to be closed as well. */
    public TensorRef retain() {
        if (claims.getAndUpdate(held -> held > 0 ? held + 1 : held) <= 0) {
            throw new IllegalStateException("retained after close: " + tensor);
        }
        return this;
    }

    /** Gives one claim back; the last one frees the memory. */
    @Override
    public void close() {
        int left = claims.decrementAndGet();
        if (left < 0) {
            claims.incrementAndGet();
            throw new IllegalStateException("closed twice: " + tensor);
        }
        if (left == 0) {
            TensorLedger.closed(this, array.length() * 4);
            array.close();
        }
    }
}
