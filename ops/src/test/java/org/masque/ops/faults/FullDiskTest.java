package org.masque.ops.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.masque.ops.ExitCode;
import org.masque.ops.faults.TrainingChild.Start;

/**
 * Rows 4, 7, 8 and 43 of the faults: files that cannot grow ({@code ulimit -f}, which needs no root), folders that
 * cannot be written, and two processes in one folder.
 */
@Tag("slow")
@Tag("process")
@Timeout(value = 30, unit = TimeUnit.MINUTES) // against a hang, not a measurement
class FullDiskTest {
    @TempDir
    private Path folder;

    // In units of 1024 bytes; the signal that comes with the limit is ignored by the JVM.
    private static String[] filesUpTo(int kibibytes) {
        return new String[] {"bash", "-c", "ulimit -f " + kibibytes + "; exec \"$@\"", "bash"};
    }

    @Test
    void aDiskThatIsFullKeepsOldCheckpointsAndEndsTheRunAfterSeveralFailures() throws IOException {
        assertThat(Start.in(folder).set("run.steps=6").run()).isZero();
        byte[] manifest =
                Files.readAllBytes(TrainingChild.run(folder).resolve("checkpoints/step-000006/manifest.json"));

        try (TrainingChild child = Start.in(folder).behind(filesUpTo(40)).start()) {
            assertThat(child.exit()).as(child.output()).isEqualTo(ExitCode.IO.number());
            assertThat(child.output()).contains("older ones are intact").contains("cannot save checkpoint");
        }

        assertThat(TrainingChild.events(folder, "checkpointFailed")).hasSize(3);
        assertThat(TrainingChild.run(folder).resolve("checkpoints/step-000006/manifest.json"))
                .hasBinaryContent(manifest);
        assertThat(Start.in(folder).set("run.steps=12").run()).isZero();
    }

    @Test
    void aLogThatCannotGrowLosesLinesAndTheTrainingGoesOn() throws IOException {
        // Above the largest file of a checkpoint, which is to be written as ever.
        int limit = 300;
        Path log = Files.createDirectories(TrainingChild.run(folder)).resolve("log.jsonl");
        Files.write(
                log,
                Collections.nCopies(
                        (limit - 4) * 16, "{\"event\":\"of an earlier start\",\"some more\":\"some more\",\"and\":0}"));
        assertThat(Files.size(log)).isEqualTo((limit - 4) << 10);

        try (TrainingChild child = Start.in(folder)
                .behind(filesUpTo(limit))
                .set("run.steps=60", "checkpoint.everySteps=20")
                .start()) {
            assertThat(child.exit()).as(child.output()).isZero();
            assertThat(child.output()).contains("lines of the run's log are being dropped");
        }

        assertThat(TrainingChild.run(folder).resolve("checkpoints/step-000060")).isDirectory();
        assertThat(TrainingChild.events(folder, "step")).hasSizeBetween(1, 59);
        assertThat(Files.size(log)).isLessThanOrEqualTo(limit << 10);
    }

    @Test
    void aFolderThatCannotBeMadeIsNamedWithTheUser() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        try (TrainingChild child = Start.in(folder).set("run.folder=" + file).start()) {
            assertThat(child.exit()).isEqualTo(ExitCode.CANNOT_CREATE.number());
            assertThat(child.output()).contains(file.toString()).contains(System.getProperty("user.name"));
        }
    }

    @Test
    void aSecondProcessInTheSameFolderIsToldWhoHoldsIt() throws Exception {
        try (TrainingChild first = Start.in(folder).start()) {
            first.awaitEvents("step", 1);
            try (TrainingChild second = Start.in(folder).start()) {
                assertThat(second.exit()).isEqualTo(ExitCode.USAGE.number());
                assertThat(second.output()).contains(Long.toString(first.pid()));
            }
            int steps = TrainingChild.events(folder, "step").size();
            first.awaitEvents("step", steps + 1);
            first.signal("TERM");
            assertThat(first.exit()).isEqualTo(ExitCode.TERMINATED.number());
        }
    }
}
