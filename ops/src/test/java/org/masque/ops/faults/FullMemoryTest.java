package org.masque.ops.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.masque.ops.ExitCode;
import org.masque.ops.faults.TrainingChild.Start;

/** Rows 20 and 21 of the faults: no memory on the heap, and none beside it. */
@Tag("slow")
@Timeout(value = 30, unit = TimeUnit.MINUTES) // against a hang, not a measurement
class FullMemoryTest {
    private static final int HEAP_FULL = 3;

    @TempDir
    private Path folder;

    @Test
    void aHeapThatIsFullEndsTheProcessAndSaysWhereItsDumpIs() throws IOException {
        // The order of so many samples is a list on the heap.
        try (TrainingChild child = Start.in(folder)
                .with(
                        "-Xmx128m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:+HeapDumpOnOutOfMemoryError",
                        "-XX:HeapDumpPath=" + folder.resolve("heap.hprof"))
                .set("data.size=200000000", "masking.strategy=random")
                .start()) {
            assertThat(child.exit()).as(child.output()).isEqualTo(HEAP_FULL);
            assertThat(child.output()).contains("heap.hprof").contains("OutOfMemoryError");
        }
        assertThat(TrainingChild.run(folder).resolve("checkpoints")).doesNotExist();
        assertThat(Start.in(folder).set("run.steps=9").run()).isZero();
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
}
