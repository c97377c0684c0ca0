package org.masque.ops.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.masque.ops.ExitCode;
import org.masque.ops.faults.TrainingChild.Start;

/** Rows 20 and 21 of the faults: no memory on the heap, and none beside it. */
@Tag("slow")
@Tag("process")
@Timeout(value = 30, unit = TimeUnit.MINUTES) // against a hang, not a measurement
class FullMemoryTest {
    private static final int HEAP_FULL = 3;

    @TempDir
    private Path folder;

    @Test
    void aHeapThatIsFullInAStepEndsTheProcessAndTheNextStartGoesOnFromTheLastWholeCheckpoint() throws IOException {
        assertThat(Start.in(folder).set("run.steps=6").run()).isZero();
        // On a disk so slow that the checkpoint of step 9 is half written when step 11 fills the heap.
        try (TrainingChild child = Start.in(folder)
                .with(
                        "-Xmx128m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:+HeapDumpOnOutOfMemoryError",
                        "-XX:HeapDumpPath=" + folder.resolve("heap.hprof"),
                        "-Dmasque.test.saveMillis=600000",
                        "-Dmasque.test.fillHeapAfterStep=11")
                .start()) {
            assertThat(child.exit()).as(child.output()).isEqualTo(HEAP_FULL);
            assertThat(child.output()).contains("heap.hprof").contains("OutOfMemoryError");
        }
        assertThat(folder.resolve("heap.hprof")).isNotEmptyFile();
        assertThat(checkpoints()).contains("step-000006").doesNotContain("step-000009");
        assertThat(checkpoints()).anyMatch(name -> name.contains(".tmp-"));

        assertThat(Start.in(folder).set("run.steps=15").run()).isZero();

        List<JsonNode> resumed = TrainingChild.events(folder, "resumed");
        JsonNode last = resumed.get(resumed.size() - 1);
        assertThat(last.get("step").asInt()).isEqualTo(6);
        assertThat(last.get("corruptCheckpoints").asInt()).isZero();
        assertThat(checkpoints()).contains("step-000015").noneMatch(name -> name.contains(".tmp-"));
    }

    private List<String> checkpoints() throws IOException {
        try (Stream<Path> names = Files.list(TrainingChild.run(folder).resolve("checkpoints"))) {
            return names.map(name -> name.getFileName().toString()).toList();
        }
    }

    @Test
    void nativeMemoryThatIsUsedUpIsSaidWithBatchModelBytesAndKnob() throws IOException {
        try (TrainingChild child =
                Start.in(folder).with("-Dmasque.maxNativeBytes=1m").start()) {
            assertThat(child.exit()).as(child.output()).isEqualTo(ExitCode.RESTART.number());
            assertThat(child.output())
                    .contains("no native memory for")
                    .contains("MiB")
                    .contains("-Dmasque.maxNativeBytes")
                    .contains("optimizer.batchSize = 16")
                    .contains("a network of");
        }
    }

    // JavaCPP's own limits bind no tensor, since ND4J allocates in its native library: the system has to refuse.
    @Test
    void nativeMemoryThatTheMachineHasNotIsSaidLikewise() throws IOException {
        try (TrainingChild child = Start.in(folder)
                .behind("bash", "-c", "ulimit -v 8000000; exec \"$@\"", "bash")
                .set(
                        "data.imageHeight=256",
                        "data.imageWidth=256",
                        "model.patch=64",
                        "data.size=16384",
                        "optimizer.batchSize=16384",
                        "masking.strategy=random")
                .start()) {
            assertThat(child.exit()).as(child.output()).isEqualTo(ExitCode.RESTART.number());
            assertThat(child.output())
                    .contains("the machine has no native memory for 12289 MiB more")
                    .contains("lower optimizer.batchSize, data.readyBatches")
                    .contains("optimizer.batchSize = 16384")
                    .contains("a network of");
        }
    }
}
