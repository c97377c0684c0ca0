package org.masque.model.tensor;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A block of off-heap floats handed out from the front and taken back all at once.
 *
 * <p>A worker resets it for every micro-batch, so activations stay at the same addresses and in the cache, and nothing
 * is freed or allocated in a step. It belongs to one thread. It grows at a reset only: a request that does not fit
 * opens an overflow block, and the next reset replaces the block by one that would have fitted.
 */
public final class Arena implements AutoCloseable {
    private static final int ALIGNMENT_FLOATS = 16;

    private record Overflow(long position, TensorRef block) {}

    private final Deque<Overflow> overflows = new ArrayDeque<>();
    private TensorRef block;
    private long position;
    private long peak;

    @SuppressWarnings("MustBeClosedChecker") // a field that close() closes
    private Arena(long floats) {
        block = TensorRef.zeros(floats);
    }

    /** Opens an arena with room for {@code floats} floats to begin with. */
    @MustBeClosed
    public static Arena open(long floats) {
        return new Arena(Math.max(ALIGNMENT_FLOATS, floats));
    }

    /** Borrows uninitialised floats until the next {@link #reset()} or {@link #rewind}. */
    public Tensor take(long... shape) {
        long length = 1;
        for (long axis : shape) {
            length *= axis;
        }
        long from = position;
        position += (length + ALIGNMENT_FLOATS - 1) / ALIGNMENT_FLOATS * ALIGNMENT_FLOATS;
        peak = Math.max(peak, position);
        return position <= block.tensor().length() ? block.tensor().slice(from, shape) : takeOverflow(from, shape);
    }

    @SuppressWarnings("MustBeClosedChecker") // closed by rewind(), reset() or close()
    private Tensor takeOverflow(long from, long[] shape) {
        TensorRef extra = TensorRef.zeros(shape);
        overflows.push(new Overflow(from, extra));
        return extra.tensor();
    }

    /** Borrows floats set to zero. */
    public Tensor takeZeros(long... shape) {
        Tensor tensor = take(shape);
        tensor.zero();
        return tensor;
    }

    /** A point to return to with {@link #rewind}. */
    public long mark() {
        return position;
    }

    /** Takes back what was taken since {@code mark}. */
    public void rewind(long mark) {
        while (!overflows.isEmpty() && overflows.peek().position() >= mark) {
            overflows.pop().block().close();
        }
        position = mark;
    }

    /** Takes everything back; every tensor handed out before is dead. */
    @SuppressWarnings("MustBeClosedChecker") // a field that close() closes
    public void reset() {
        rewind(0);
        if (peak > block.tensor().length()) {
            // Never without a block to close: there may be no room for the larger one.
            TensorRef smallest = TensorRef.zeros(ALIGNMENT_FLOATS);
            block.close();
            block = smallest;
            block = TensorRef.zeros(peak);
            smallest.close();
        }
    }

    /** The bytes held. */
    public long bytes() {
        long floats = block.tensor().length();
        for (Overflow overflow : overflows) {
            floats += overflow.block().tensor().length();
        }
        return floats * 4;
    }

    @Override
    public void close() {
        rewind(0);
        block.close();
    }
}
