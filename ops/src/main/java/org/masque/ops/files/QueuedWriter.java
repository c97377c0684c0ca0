package org.masque.ops.files;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes entries to a file on a thread of its own, so that a slow disk makes nobody wait.
 *
 * <p>What the disk does not take is dropped and counted, and the first is reported: entries are lost, never the
 * training.
 *
 * @param <T> an entry, for instance a line
 */
public final class QueuedWriter<T> implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(QueuedWriter.class);
    private static final int QUEUE = 4096;
    private static final long LONGEST_CLOSE_SECONDS = 10;

    /**
     * Where the entries go; it belongs to the writer's thread.
     *
     * @param <T> an entry
     */
    public interface Sink<T> extends Closeable {
        /** Writes one. */
        void write(T entry) throws IOException;
    }

    // An empty one ends the thread.
    private final BlockingQueue<Optional<T>> entries;
    private final String name;
    private final AtomicLong dropped = new AtomicLong();
    private final Sink<T> sink;
    private final Thread thread;

    private QueuedWriter(Sink<T> sink, String name, int queue) {
        this.sink = sink;
        this.name = name;
        this.entries = new ArrayBlockingQueue<>(queue);
        this.thread = new Thread(this::writeAll, "masque-writer");
        thread.setDaemon(true);
    }

    /**
     * A writer to a sink, which it closes.
     *
     * @param name of what is written, in messages
     */
    public static <T> QueuedWriter<T> to(Sink<T> sink, String name) {
        return to(sink, name, QUEUE);
    }

    static <T> QueuedWriter<T> to(Sink<T> sink, String name, int queue) {
        QueuedWriter<T> writer = new QueuedWriter<>(sink, name, queue);
        writer.thread.start();
        return writer;
    }

    /** Hands an entry over, or drops it if too many wait; returns at once. */
    public void write(T entry) {
        if (!entries.offer(Optional.of(entry))) {
            drop("the disk is too slow");
        }
    }

    private void drop(String reason) {
        if (dropped.getAndIncrement() == 0) {
            LOG.error("lines of {} are being dropped: {}", name, reason);
        }
    }

    /** Entries that did not reach the file, so far. */
    public long dropped() {
        return dropped.get();
    }

    private void writeAll() {
        try (sink) {
            for (Optional<T> entry = entries.take(); entry.isPresent(); entry = entries.take()) {
                write(entry.get(), sink);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException failure) {
            LOG.error("{} could not be closed", name, failure);
        }
    }

    private void write(T entry, Sink<T> to) {
        try {
            to.write(entry);
        } catch (IOException failure) {
            drop(failure.toString());
        }
    }

    /** Writes what waits, as far as the disk takes it within seconds. */
    @Override
    public void close() {
        try {
            boolean told = entries.offer(Optional.empty(), LONGEST_CLOSE_SECONDS, TimeUnit.SECONDS);
            thread.join(TimeUnit.SECONDS.toMillis(told ? LONGEST_CLOSE_SECONDS : 1));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            thread.interrupt();
            LOG.error("{} lines of {} were still waiting for the disk", entries.size(), name);
        }
    }
}
