package org.masque.ops.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.masque.ops.ExitCode;
import org.masque.ops.faults.TrainingChild.Start;

/** Row 44 of the faults: with a terminal, without one, and with everything closed. */
@Tag("slow")
@Tag("process")
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

    private record Terminal(Process process, Path typed) implements AutoCloseable {
        static Terminal running(Start start, Path typed) throws IOException {
            assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script is not installed");
            assumeTrue(TrainingChild.hearsInterrupts(), "interrupts are ignored here");
            String line = "exec "
                    + start.command().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
            return new Terminal(
                    new ProcessBuilder("script", "-qefc", line, typed.toString())
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start(),
                    typed);
        }

        /** What the keyboard sends. */
        void pressCtrlC() throws IOException {
            process.getOutputStream().write(3);
            process.getOutputStream().flush();
        }

        String shown() {
            try {
                return Files.readString(typed);
            } catch (IOException failure) {
                throw new IllegalStateException(failure);
            }
        }

        int exit() throws InterruptedException {
            assertThat(process.waitFor(TrainingChild.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as(this::shown)
                    .isTrue();
            return process.exitValue();
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private void awaitSteps(int count) {
        await().atMost(TrainingChild.PATIENCE)
                .until(() -> TrainingChild.events(folder, "step").size() > count);
    }

    @Test
    void ctrlCOnATerminalStopsWithEverythingSavedAndLeavesACleanLine() throws Exception {
        try (Terminal terminal = Terminal.running(Start.in(folder), folder.resolve("typed"))) {
            awaitSteps(20);
            terminal.pressCtrlC();

            assertThat(terminal.exit()).isEqualTo(ExitCode.TERMINATED.number());
            assertThat(terminal.shown()).contains("\r").contains("all saved. The same command goes on.");
            // The last drawing of the bar ends its line before anything else is printed.
            assertThat(terminal.shown().lines().filter(each -> each.startsWith("Stopped after")))
                    .hasSize(1);
        }
    }

    @Test
    void ctrlCTwiceOnATerminalDoesNotWaitForASlowDisk() throws Exception {
        // Random masks, since maps would wait for the save.
        Start slow = Start.in(folder).with("-Dmasque.test.saveMillis=600000").set("masking.strategy=random");
        try (Terminal terminal = Terminal.running(slow, folder.resolve("typed"))) {
            awaitSteps(5);
            terminal.pressCtrlC();
            await().atMost(TrainingChild.PATIENCE)
                    .until(() -> terminal.shown().contains("is saved before the process ends"));
            assertThat(terminal.process().isAlive()).isTrue();
            terminal.pressCtrlC();

            assertThat(terminal.exit()).as(terminal.shown()).isEqualTo(ExitCode.RESTART.number());
            assertThat(terminal.shown()).doesNotContain("Exception").doesNotContain("all saved");
        }
        assertThat(Start.in(folder)
                        .set("run.steps=20", "masking.strategy=random")
                        .run())
                .isZero();
    }
}
