package org.masque.ops.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.masque.model.parts.PartLoss;

class PartProgressTest {
    private static final Path FULL = Path.of("/dev/full");
    private static final int STEPS = 200;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();

    private void learn() throws IOException {
        try (PartProgress progress = PartProgress.open(folder, new PrintWriter(out))) {
            for (int step = 1; step <= STEPS; step++) {
                progress.learned(step, STEPS, new PartLoss(1, 0.5, 0.25));
            }
        }
    }

    @Test
    void everyStepIsALineOfTheLog() throws IOException {
        learn();

        assertThat(folder.resolve("log.jsonl")).content().hasLineCount(STEPS).contains("{\"step\":7,");
    }

    @Test
    void aFullDiskCostsLinesAndNotTheLearning() throws IOException {
        assumeTrue(Files.exists(FULL));
        Files.createSymbolicLink(folder.resolve("log.jsonl"), FULL);

        assertThatCode(this::learn).doesNotThrowAnyException();
    }
}
