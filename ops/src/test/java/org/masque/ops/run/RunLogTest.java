package org.masque.ops.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.masque.actors.SideWork.Kind;
import org.masque.model.data.SkipTally;

class RunLogTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsLeftOutHasALineWithItsStepAndReason() throws IOException {
        Path file = folder.resolve("log.jsonl");
        try (RunLog log = RunLog.append(file, new SkipTally(), Clock.systemUTC())) {
            for (Kind kind : Kind.values()) {
                log.workLeftOut(kind, 8, "busy");
            }
        }
        assertThat(Files.readAllLines(file))
                .allSatisfy(line -> assertThat(line).contains("\"step\":8").contains("\"reason\":\"busy\""))
                .map(line -> line.replaceFirst(".*\"event\":\"(\\w+)\".*", "$1"))
                .containsExactly("refreshSkipped", "evaluationSkipped", "checkpointSkipped", "picturesSkipped");
    }
}
