package org.masque.ops.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.masque.ops.archive.ActorsSnapshot;
import org.masque.ops.files.WholeFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes {@code actors.json} once a second, on a thread of its own: for whoever watches the run, in whatever process.
 *
 * <p>A disk that takes none costs the file, never the training.
 */
final class ActorsFile implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(ActorsFile.class);
    private static final long LONGEST_CLOSE_SECONDS = 5;

    private final Path file;
    private final Supplier<ActorsSnapshot> snapshots;
    private final ObjectMapper json = new ObjectMapper();
    private final ScheduledExecutorService writer;
    private boolean failed;

    private ActorsFile(Path file, Supplier<ActorsSnapshot> snapshots) {
        this.file = file;
        this.snapshots = snapshots;
        this.writer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "masque-actors-file");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Writes from now on. */
    @SuppressWarnings("FutureReturnValueIgnored") // write() reports its failures itself
    static ActorsFile writing(Path file, Supplier<ActorsSnapshot> snapshots) {
        ActorsFile written = new ActorsFile(file, snapshots);
        written.writer.scheduleWithFixedDelay(written::write, 0, 1, TimeUnit.SECONDS);
        return written;
    }

    private void write() {
        try {
            WholeFile.write(file, json.writeValueAsString(snapshots.get()) + "\n");
            failed = false;
        } catch (IOException | RuntimeException failure) {
            if (!failed) {
                LOG.warn("{} could not be written, and is old from now on: {}", file, failure.toString());
            }
            failed = true;
        }
    }

    /** Writes how everything ended, if the disk takes it within seconds. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored")
    public void close() {
        writer.execute(this::write);
        writer.shutdown();
        try {
            if (!writer.awaitTermination(LONGEST_CLOSE_SECONDS, TimeUnit.SECONDS)) {
                writer.shutdownNow();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
