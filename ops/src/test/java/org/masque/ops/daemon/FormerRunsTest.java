package org.masque.ops.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.masque.model.checkpoint.RunLock;
import org.masque.ops.control.KnownRun;
import org.masque.ops.control.RunStatus;

class FormerRunsTest {
    @TempDir
    private Path runs;

    private final AtomicLong nanos = new AtomicLong();

    private RunStatus status(FormerRuns former) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(5));
        return former.beside(name -> Optional.empty()).stream()
                .map(KnownRun::status)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRunThatSomebodyStartedByHandRunsAndEndsWithoutTheDaemon() throws IOException {
        Path run = Files.createDirectory(runs.resolve("by-hand"));
        Files.writeString(run.resolve("effective.conf"), "");
        FormerRuns former = new FormerRuns(runs, nanos::get);
        try (RunLock held = RunLock.acquire(run)) {
            assertThat(held).isNotNull();
            assertThat(status(former)).isEqualTo(RunStatus.RUNNING);
        }
        assertThat(status(former)).as("killed before it could say how it ended").isEqualTo(RunStatus.STOPPED);

        Files.writeString(run.resolve("results.json"), "{\"end\":\"FINISHED\"}");
        assertThat(status(former)).isEqualTo(RunStatus.FINISHED);
    }
}
