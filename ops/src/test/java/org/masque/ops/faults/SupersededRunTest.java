package org.masque.ops.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.masque.ops.ExitCode;
import org.masque.ops.faults.TrainingChild.Start;

/**
 * Rows 31 and 32 of the faults: a process is halted, loses its lock, and another one takes its run before it goes on.
 */
@Tag("slow")
@Tag("process")
@Timeout(value = 30, unit = TimeUnit.MINUTES) // against a hang, not a measurement
class SupersededRunTest {
    @TempDir
    private Path folder;

    @Test
    void aProcessWhoseRunAnotherOneHasTakenEndsAtItsNextCheckpointAndDisturbsNothing() throws Exception {
        Start start = Start.in(folder).set("run.epochs=100000", "masking.strategy=random");
        try (TrainingChild first = start.start()) {
            first.awaitEvents("checkpointWritten", 1);
            first.signal("STOP");
            // As a file system does that takes the locks of a machine it does not hear from any more.
            Files.delete(TrainingChild.run(folder).resolve("run.lock"));
            try (TrainingChild second = start.start()) {
                int saved = TrainingChild.events(folder, "checkpointWritten").size();
                second.awaitEvents("checkpointWritten", saved + 1);
                first.signal("CONT");

                assertThat(first.exit()).as(first.output()).isEqualTo(ExitCode.RESTART.number());
                assertThat(first.output())
                        .contains("pid=" + second.pid())
                        .contains("has begun generation 2 of this run and has it now")
                        .contains("A start of this one goes on from the last checkpoint once that process has ended.");
                assertThat(TrainingChild.events(folder, "checkpointFailed")).isEmpty();

                saved = TrainingChild.events(folder, "checkpointWritten").size();
                second.awaitEvents("checkpointWritten", saved + 1);
                second.signal("TERM");
                assertThat(second.exit()).as(second.output()).isEqualTo(ExitCode.TERMINATED.number());
            }
        }
        assertThat(TrainingChild.run(folder).resolve("results.json")).content().contains("STOPPED");
    }
}
