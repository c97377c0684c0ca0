package org.masque.model.tensor;

import com.google.errorprone.annotations.MustBeClosed;

/**
 * A block of off-heap floats handed out from the front and taken back all at once.
 *
 * <p>A worker resets it for every micro-batch, so activations stay at the same addresses and in the cache, and nothing
 * is freed or allocated in a step. It belongs to one thread. It grows between resets only: a request that does not fit
 * opens an overflow block, and the next reset replaces all blocks by one that would have fitted.
 */
public final class Arena implements AutoCloseable {
    private static final int ALIGNMENT_FLOATS = 16;

    private TensorRef block;
    private final java.util.ArrayList<TensorRef> overflow = new java.util.ArrayList<>();
    private long used;
    private long overflowed;

    @SuppressWarnings("MustBeClosedChecker") // a field that close() closes
    private Arena(long floats) {
        block = TensorRef.zeros(floats);
    }

    /** Opens an arena with room for {@code floats} floats to begin with. */
    @MustBeClosed
    public static Arena open(long floats) {
        return new Arena(Math.max(ALIGNMENT_FLOATS, floats));
    }

    /** Borrows uninitialised floats until the next {@link #reset()}. */
    public Tensor take(long... shape) {
        long length = 1;
        for (long axis : shape) {
            length *= axis;
        }
        long padded = (length + ALIGNMENT_FLOATS - 1) / ALIGNMENT_FLOATS * ALIGNMENT_FLOATS;
        if (used + padded > block.tensor().length()) {
            return takeOverflow(padded, shape);
        }
        Tensor tensor = block.tensor().slice(used, shape);
        used += padded;
        return tensor;
    }

    @SuppressWarnings("MustBeClosedChecker") // closed by reset() or close()
    private Tensor takeOverflow(long padded, long[] shape) {
        TensorRef extra = TensorRef.zeros(shape);
        overflow.add(extra);
        overflowed += padded;
        return extra.tensor();
    }

    /** Borrows floats set to zero. */
    public Tensor takeZeros(long... shape) {
        Tensor tensor = take(shape);
        tensor.zero();
        return tensor;
    }

    /** Takes everything back; every tensor handed out before is dead. */
    @SuppressWarnings("MustBeClosedChecker") // a field that close() closes
    public void reset() {
        if (!overflow.isEmpty()) {
            long wanted = used + overflowed;
            close();
            block = TensorRef.zeros(wanted);
        }
        used = 0;
        overflowed = 0;
    }

    /** A point to return to with {@link #rewind}. */
    public long mark() {
        return used;
    }

    /** Takes back what was taken since {@code mark}. */
    public void rewind(long mark) {
        used = mark;
    }

    /** The bytes held. */
    public long bytes() {
        return (block.tensor().length() + overflowed) * 4;
    }

    @Override
    public void close() {
        overflow.forEach(TensorRef::close);
        overflow.clear();
        block.close();
    }
}
