package org.masque.model.tensor;

import com.google.errorprone.annotations.MustBeClosed;
import org.jspecify.annotations.Nullable;

/**
 * Some floats of a snapshot, which lie in one of three places: still in the live tensor, in a copy of their own, or
 * with the reader.
 *
 * <p>Its lock is held for one copy of at most {@link TensorSnapshot#CHUNK} floats, never while a disk is waited for.
 */
final class SnapshotChunk {
    private final long from;
    private final Tensor live;
    private @Nullable TensorRef kept;
    private @Nullable NativeMemoryException noRoom;
    private boolean settled;

    /**
     * Still in the live tensor.
     *
     * @param from first float, counted in the whole tensor
     * @param live these floats of the live tensor, borrowed
     */
    SnapshotChunk(long from, Tensor live) {
        this.from = from;
        this.live = live;
    }

    long from() {
        return from;
    }

    /** After the last float. */
    long to() {
        return from + live.length();
    }

    int length() {
        return Math.toIntExact(live.length());
    }

    /** Copies the floats, if they are still in the live tensor and somebody may want them; returns how many. */
    @SuppressWarnings("MustBeClosedChecker") // a field that take() hands on and settle() closes
    synchronized long keep() {
        if (settled || kept != null) {
            return 0;
        }
        kept = TensorRef.copyOf(live);
        return live.length();
    }

    /**
     * Hands the floats over, once.
     *
     * @param staging filled if they are still in the live tensor; at least as long, borrowed
     * @return a claim on what begins with the floats: their copy, or the staging memory
     * @throws SnapshotLostException if they were given up before
     */
    @MustBeClosed
    synchronized TensorRef take(TensorRef staging) throws SnapshotLostException {
        if (noRoom != null) {
            throw new SnapshotLostException(noRoom);
        }
        if (settled) {
            throw new IllegalStateException("floats " + from + " to " + to() + " were read before, or given up");
        }
        settled = true;
        TensorRef copy = kept;
        kept = null;
        if (copy != null) {
            return copy;
        }
        staging.tensor().slice(0, live.length()).copyFrom(live);
        return staging.retain();
    }

    /** Nobody can have the floats any more, since there was no room for a copy of them or of others. */
    synchronized void giveUp(NativeMemoryException reason) {
        noRoom = reason;
        settle();
    }

    /** Nobody wants the floats any more. */
    synchronized void settle() {
        settled = true;
        if (kept != null) {
            kept.close();
            kept = null;
        }
    }
}
