package org.masque.ops.run;

import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import org.masque.ops.control.RefusedException;

/**
 * Records this process with JDK Flight Recorder, one recording at a time.
 *
 * <p>Not while oneDNN multiplies: its products use the stack pointer for memory of the heap, so that a signal in their
 * midst, as the recorder's samples send, overwrites what lies below. See decision 0011.
 */
final class FlightRecording {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'profile-'yyyyMMdd-HHmmss'.jfr'").withZone(ZoneOffset.UTC);

    private final AtomicBoolean busy = new AtomicBoolean();
    private final Path folder;
    private final Clock clock;

    /** Leaves its recordings in a folder. */
    FlightRecording(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /**
     * Records for a while; done when the file is there.
     *
     * @throws RefusedException if one is under way, or if products are oneDNN's
     */
    CompletionStage<String> record(Duration duration) {
        if (!"openblas".equals(System.getProperty("masque.blas"))) {
            throw new RefusedException(
                    RefusedException.Reason.NOT_HERE,
                    "a recording would end this process, since its samples disturb oneDNN's products: start the run with"
                            + " MASQUE_JAVA_OPTS=-Dmasque.blas=openblas (masque serve: --jvm -Dmasque.blas=openblas)"
                            + " to record it");
        }
        if (!busy.compareAndSet(false, true)) {
            throw new RefusedException(RefusedException.Reason.NOT_NOW, "a recording is under way already");
        }
        Executor later = CompletableFuture.delayedExecutor(duration.toMillis(), TimeUnit.MILLISECONDS);
        return CompletableFuture.supplyAsync(this::begin)
                .thenApplyAsync(FlightRecording::end, later)
                .whenComplete((message, failure) -> busy.set(false));
    }

    private Recording begin() {
        try {
            Recording recording = new Recording(Configuration.getConfiguration("profile"));
            recording.setDestination(folder.resolve(NAME.format(clock.instant())));
            recording.start();
            return recording;
        } catch (IOException | ParseException failure) {
            throw new IllegalStateException("cannot record: " + failure.getMessage(), failure);
        }
    }

    private static String end(Recording recording) {
        try (recording) {
            recording.stop();
            return "recorded into " + recording.getDestination();
        }
    }
}
