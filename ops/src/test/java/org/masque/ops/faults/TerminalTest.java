package org.masque.ops.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.masque.ops.ExitCode;
import org.masque.ops.faults.TrainingChild.Start;

/** Row 44 of the faults: with a terminal, without one, and with everything closed. */
@Tag("slow")
@Timeout(value = 30, unit = TimeUnit.MINUTES) // against a hang, not a measurement
class TerminalTest {
    private static final char ESCAPE = '\u001b';

    @TempDir
    private Path folder;

    @Test
    void withoutATerminalThereAreLinesAndNothingElse() throws IOException {
        try (TrainingChild child = Start.in(folder).set("run.steps=20").start()) {
            assertThat(child.exit()).isZero();
            assertThat(child.output()).contains("step").doesNotContain("\r").doesNotContain(String.valueOf(ESCAPE));
        }
    }

    @Test
    void aRunWhoseInputAndOutputAreClosedTrainsToItsEnd() throws IOException {
        assertThat(Start.in(folder)
                        .behind("bash", "-c", "exec \"$@\" <&- >&- 2>&-", "bash")
                        .set("run.steps=20")
                        .run())
                .isZero();
        assertThat(TrainingChild.events(folder, "step")).hasSize(20);
    }

    @Test
    void aRunUnderNohupSurvivesTheEndOfItsTerminal() throws Exception {
        try (TrainingChild child =
                Start.in(folder).behind("nohup").set("run.steps=60").start()) {
            child.awaitEvents("step", 1);
            child.signal("HUP");

            assertThat(child.exit()).isZero();
        }
    }

    @Test
    void ctrlCOnATerminalStopsWithEverythingSavedAndLeavesACleanLine() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script is not installed");
        assumeTrue(TrainingChild.hearsInterrupts(), "interrupts are ignored here");
        Path typed = folder.resolve("typed");
        List<String> command = Start.in(folder).command();
        String line = "exec "
                + String.join(
                        " ", command.stream().map(word -> "'" + word + "'").toList());
        Process terminal = new ProcessBuilder("script", "-qefc", line, typed.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            org.awaitility.Awaitility.await()
                    .atMost(TrainingChild.PATIENCE)
                    .until(() -> TrainingChild.events(folder, "step").size() > 20);
            // What the keyboard sends.
            terminal.getOutputStream().write(3);
            terminal.getOutputStream().flush();

            assertThat(terminal.waitFor(TrainingChild.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(terminal.exitValue()).isEqualTo(ExitCode.TERMINATED.number());
        } finally {
            terminal.descendants().forEach(ProcessHandle::destroyForcibly);
            terminal.destroyForcibly();
        }
        String shown = Files.readString(typed);
        assertThat(shown).contains("\r").contains("all saved. The same command goes on.");
        // The last drawing of the bar ends its line before anything else is printed.
        assertThat(shown.lines().filter(each -> each.startsWith("Stopped after")))
                .hasSize(1);
    }
}
