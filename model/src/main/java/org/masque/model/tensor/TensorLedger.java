package org.masque.model.tensor;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Who holds off-heap memory in this process: every {@link TensorRef} that is not closed, and where it was made.
 *
 * <p>A stack trace per allocation costs about a microsecond; blocks are few and large, so it is always on.
 */
public final class TensorLedger {
    private static final StackWalker WALKER = StackWalker.getInstance();
    private static final Map<TensorRef, String> ORIGINS = new ConcurrentHashMap<>();
    private static final AtomicLong BYTES = new AtomicLong();
    private static volatile long limit;

    private TensorLedger() {}

    /** The number of blocks not yet freed. */
    public static int live() {
        return ORIGINS.size();
    }

    /** The bytes of those blocks. */
    public static long bytes() {
        return BYTES.get();
    }

    /** Where the live blocks were made, for the message of a failed leak check. */
    public static List<String> origins() {
        return ORIGINS.values().stream().sorted(Comparator.naturalOrder()).toList();
    }

    /** The most bytes that tensors may hold together; 0 is no limit. */
    public static long limit() {
        return limit;
    }

    /** Sets the most bytes that tensors may hold together, 0 for no limit; what is held already stays. */
    public static void limitTo(long bytes) {
        limit = bytes;
    }

    /**
     * Counts bytes that are about to be allocated.
     *
     * @throws NativeMemoryException if they go beyond the limit; nothing is counted then
     */
    static void reserve(long bytes) {
        long most = limit;
        long held = BYTES.addAndGet(bytes);
        if (most > 0 && held > most) {
            BYTES.addAndGet(-bytes);
            throw NativeMemoryException.beyondLimit(bytes, held - bytes, most);
        }
    }

    /** Gives reserved bytes back whose allocation failed. */
    static void unreserve(long bytes) {
        BYTES.addAndGet(-bytes);
    }

    /** Notes a block whose bytes were reserved. */
    static void opened(TensorRef ref) {
        ORIGINS.put(ref, origin());
    }

    static void closed(TensorRef ref, long bytes) {
        if (ORIGINS.remove(ref) != null) {
            BYTES.addAndGet(-bytes);
        }
    }

    private static String origin() {
        return WALKER.walk(
                frames -> frames.filter(frame -> !frame.getClassName().endsWith(".TensorRef")
                                && !frame.getClassName().endsWith(".TensorLedger"))
                        .findFirst()
                        .map(StackWalker.StackFrame::toString)
                        .orElse("unknown"));
    }
}
