package org.masque.ops.run;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes lines to a file on a thread of its own, so that a slow disk makes nobody wait.
 *
 * <p>What the disk does not take is dropped and counted, and the first is reported: lines are lost, never the training.
 */
final class LineWriter implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(LineWriter.class);
    private static final int QUEUE = 4096;
    private static final long LONGEST_CLOSE_SECONDS = 10;
    // Told apart from any line by identity.
    private static final String END = new String("end");

    /** Where the lines go; it belongs to the writer's thread. */
    interface Sink extends Closeable {
        void write(String line) throws IOException;
    }

    private final BlockingQueue<String> lines;
    private final AtomicLong dropped = new AtomicLong();
    private final Sink sink;
    private final Thread thread;

    private LineWriter(Sink sink, int queue) {
        this.sink = sink;
        this.lines = new ArrayBlockingQueue<>(queue);
        this.thread = new Thread(this::writeAll, "masque-log");
        thread.setDaemon(true);
    }

    /** A writer to a file, which it closes. */
    static LineWriter to(RotatingFile file) {
        return to(
                new Sink() {
                    @Override
                    public void write(String line) throws IOException {
                        file.write(line);
                    }

                    @Override
                    public void close() throws IOException {
                        file.close();
                    }
                },
                QUEUE);
    }

    static LineWriter to(Sink sink, int queue) {
        LineWriter writer = new LineWriter(sink, queue);
        writer.thread.start();
        return writer;
    }

    /** Hands a line over, or drops it if too many wait; returns at once. */
    void write(String line) {
        if (!lines.offer(line)) {
            drop("the disk is too slow");
        }
    }

    private void drop(String reason) {
        if (dropped.getAndIncrement() == 0) {
            LOG.error("lines of the run's log are being dropped: {}", reason);
        }
    }

    /** Lines that did not reach the file, so far. */
    long dropped() {
        return dropped.get();
    }

    @SuppressWarnings("ReferenceEquality") // the one line that is none
    private void writeAll() {
        try (sink) {
            for (String line = lines.take(); line != END; line = lines.take()) {
                write(line, sink);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException failure) {
            LOG.error("the run's log could not be closed", failure);
        }
    }

    private void write(String line, Sink to) {
        try {
            to.write(line);
        } catch (IOException failure) {
            drop(failure.toString());
        }
    }

    /** Writes what waits, as far as the disk takes it within seconds. */
    @Override
    public void close() {
        try {
            boolean told = lines.offer(END, LONGEST_CLOSE_SECONDS, TimeUnit.SECONDS);
            thread.join(TimeUnit.SECONDS.toMillis(told ? LONGEST_CLOSE_SECONDS : 1));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            thread.interrupt();
            LOG.error("{} lines of the run's log were still waiting for the disk", lines.size());
        }
    }
}
