package org.masque.ops.trace;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;
import org.masque.actors.StepReport;
import org.masque.actors.TrainingObserver;
import org.masque.actors.span.Span;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records who did what when in the first steps of a start, and leaves it as {@code trace.json} for Perfetto.
 *
 * <p>The recording is the Flight Recorder's, in memory; the file is written when the steps are done, on a thread of its
 * own.
 */
public final class StepTrace implements TrainingObserver, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(StepTrace.class);
    private static final long LONGEST_CLOSE_MILLIS = 10_000;

    private final Path file;
    private final int steps;
    private @Nullable Recording recording;
    private @Nullable Thread writer;
    private int seen;

    private StepTrace(Path file, int steps) {
        this.file = file;
        this.steps = steps;
    }

    /**
     * Begins to record.
     *
     * @param steps after which it ends; 0 records nothing
     */
    public static StepTrace of(Path file, int steps) {
        StepTrace trace = new StepTrace(file, steps);
        if (steps > 0) {
            trace.begin();
        }
        return trace;
    }

    private void begin() {
        if (!FlightRecorder.isAvailable()) {
            LOG.warn("this JVM has no Flight Recorder: {} is not written", file);
            return;
        }
        Recording begun = new Recording();
        for (Class<?> kind : Span.class.getDeclaredClasses()) {
            begun.enable(kind.asSubclass(Span.class)).withoutThreshold().withoutStackTrace();
        }
        begun.start();
        recording = begun;
    }

    @Override
    public synchronized void stepApplied(StepReport report) {
        seen++;
        if (seen == steps) {
            finish();
        }
    }

    private synchronized void finish() {
        Recording ended = recording;
        recording = null;
        if (ended != null) {
            ended.stop();
            writer = new Thread(() -> write(ended), "masque-trace");
            writer.setDaemon(true);
            writer.start();
        }
    }

    private void write(Recording ended) {
        try (ended) {
            Path dump = Files.createTempFile("masque-trace-", ".jfr");
            try {
                ended.dump(dump);
                ChromeTrace.write(dump, file);
                LOG.info("a trace of the first steps is in {}: open it in ui.perfetto.dev", file);
            } finally {
                Files.delete(dump);
            }
        } catch (IOException failure) {
            LOG.error("{} could not be written", file, failure);
        }
    }

    /** Ends it, also before its steps are done, and waits some seconds for the file. */
    @Override
    public void close() {
        finish();
        Thread writing = writer;
        if (writing != null) {
            try {
                writing.join(LONGEST_CLOSE_MILLIS);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
