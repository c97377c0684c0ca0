package org.masque.ops.api;

import java.util.function.LongSupplier;

/**
 * Calls that would have changed something and were refused, in the audit log.
 *
 * <p>Whoever reaches the port may be refused as often as he likes, so they are written a few at a time: strangers
 * neither fill the disk nor push out of the log what was done. Safe for several threads.
 */
final class RefusedCalls {
    private static final int MOST_AT_ONCE = 100;
    private static final long NANOS_FOR_ONE_MORE = 10_000_000_000L;

    private final AuditLog audit;
    private final LongSupplier nanoTime;
    private long room = MOST_AT_ONCE;
    private long roomMadeAt;
    private long leftOut;

    RefusedCalls(AuditLog audit, LongSupplier nanoTime) {
        this.audit = audit;
        this.nanoTime = nanoTime;
        this.roomMadeAt = nanoTime.getAsLong();
    }

    /** Whether there is room for a line; it is taken then, and {@link #write} is to follow. */
    synchronized boolean takeRoom() {
        long more = (nanoTime.getAsLong() - roomMadeAt) / NANOS_FOR_ONE_MORE;
        roomMadeAt += more * NANOS_FOR_ONE_MORE;
        room = Math.min(MOST_AT_ONCE, room + more);
        if (room == 0) {
            leftOut++;
            return false;
        }
        room--;
        return true;
    }

    /**
     * Writes a line.
     *
     * @param remote address of the caller
     * @param call method and path
     * @param status that it was answered with
     */
    void write(String remote, String call, int status) {
        audit.write(remote, call, "", "refused", "answered " + status + afterOthers());
    }

    private synchronized String afterOthers() {
        String others = leftOut == 0 ? "" : ", after " + leftOut + " more that are not listed";
        leftOut = 0;
        return others;
    }
}
