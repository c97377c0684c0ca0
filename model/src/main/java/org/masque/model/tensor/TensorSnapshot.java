package org.masque.model.tensor;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The floats of a tensor as they were at one moment, to be read once, chunk by chunk, while the tensor itself goes on
 * changing: copy on write.
 *
 * <p>Making one copies nothing. Whoever is about to change floats of the live tensor calls {@link #keep} first, which
 * copies those chunks that the reader has not had yet; a copy is freed when it has been read. So a fast reader costs
 * next to no memory, and the slowest one costs a copy of the whole.
 *
 * <p>It holds a claim on the live tensor, and may cross an actor boundary as a {@link TensorRef} may. One thread reads
 * and closes it; any number may call {@link #keep} meanwhile.
 */
public final class TensorSnapshot implements AutoCloseable {
    /** The most floats in a chunk: 1 MiB. */
    public static final int CHUNK = 1 << 18;

    /**
     * A stretch of the tensor that is part of the snapshot, and is read as a whole.
     *
     * @param from first float
     * @param length in floats, at least 0
     */
    public record Part(long from, long length) {}

    /** Takes the floats of a snapshot in their order. */
    @FunctionalInterface
    public interface Sink {
        /** Takes the next floats, borrowed for the time of the call. */
        void take(Tensor floats) throws IOException;
    }

    private final TensorRef live;
    private final List<SnapshotChunk> chunks;
    private final LongAdder kept = new LongAdder();
    private final AtomicBoolean closed = new AtomicBoolean();
    private @Nullable TensorRef staging;

    private TensorSnapshot(TensorRef live, List<SnapshotChunk> chunks) {
        this.live = live;
        this.chunks = chunks;
    }

    /**
     * The parts of a live tensor as they are now; nobody may be changing them at this moment.
     *
     * @param live borrowed; the snapshot makes a claim of its own
     * @param parts in the order of the tensor, none overlapping another
     */
    @MustBeClosed
    public static TensorSnapshot of(TensorRef live, List<Part> parts) {
        return of(live, parts, CHUNK);
    }

    @MustBeClosed
    static TensorSnapshot of(TensorRef live, List<Part> parts, int chunk) {
        Tensor floats = live.tensor();
        List<SnapshotChunk> chunks = new ArrayList<>();
        for (Part part : parts) {
            for (long done = 0; done < part.length(); done += chunk) {
                long length = Math.min(chunk, part.length() - done);
                chunks.add(new SnapshotChunk(part.from() + done, floats.slice(part.from() + done, length)));
            }
        }
        return new TensorSnapshot(live.retain(), chunks);
    }

    /**
     * Copies what is still wanted of the floats {@code from} to {@code to}, which the caller is about to change.
     *
     * @throws NativeMemoryException if there is no room for the copy; the caller must not change them then, unless the
     *     snapshot is given up first
     */
    public void keep(long from, long to) {
        for (SnapshotChunk chunk : chunks) {
            if (Math.max(from, chunk.from()) < Math.min(to, chunk.to())) {
                kept.add(chunk.keep());
            }
        }
    }

    /**
     * Frees all copies, and has the reader fail instead of reading what it had not had yet; what it is reading just now
     * it still has whole.
     */
    public void giveUp(NativeMemoryException reason) {
        chunks.forEach(chunk -> chunk.giveUp(reason));
    }

    /** How many floats had to be copied so far since they were about to change; some are freed again. */
    public long kept() {
        return kept.sum();
    }

    /**
     * Hands whole parts to a sink, each part once, in chunks.
     *
     * @param from where a part begins
     * @param length of the part, or of several that follow each other without a gap
     * @throws SnapshotLostException if it was given up
     */
    public void drain(long from, long length, Sink sink) throws IOException {
        long next = from;
        for (SnapshotChunk chunk : chunks) {
            if (chunk.from() == next && chunk.to() <= from + length) {
                hand(chunk, sink);
                next = chunk.to();
            }
        }
        if (next != from + length) {
            throw new IllegalArgumentException(
                    "floats " + from + " to " + (from + length) + " are not whole parts of the snapshot");
        }
    }

    private void hand(SnapshotChunk chunk, Sink sink) throws IOException {
        try (TensorRef held = chunk.take(staging())) {
            sink.take(held.tensor().slice(0, chunk.length()));
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // a field that close() closes
    private TensorRef staging() {
        if (staging == null) {
            int longest = chunks.stream().mapToInt(SnapshotChunk::length).max().orElse(0);
            staging = TensorRef.zeros(longest);
        }
        return staging;
    }

    /** Frees all copies and gives the claim on the live tensor back. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            throw new IllegalStateException("closed twice: a snapshot of " + chunks.size() + " chunks");
        }
        chunks.forEach(SnapshotChunk::settle);
        if (staging != null) {
            staging.close();
        }
        live.close();
    }
}
