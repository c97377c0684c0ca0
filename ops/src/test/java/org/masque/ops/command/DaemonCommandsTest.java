package org.masque.ops.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.ops.ExitCode;
import org.masque.ops.Masque;

class DaemonCommandsTest {
    @TempDir
    private Path home;

    private final StringWriter said = new StringWriter();

    private int run(String... arguments) {
        PrintWriter writer = new PrintWriter(said, true);
        return Masque.commandLine().setOut(writer).setErr(writer).execute(arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pause", "resume", "checkpoint", "stop", "watch", "logs"})
    void withoutADaemonTheRemedyIsSaid(String command) {
        assertThat(run(command, "tiny", "--home", home.toString())).isEqualTo(ExitCode.USAGE.number());

        assertThat(said.toString()).contains("no daemon runs", "masque serve --home " + home);
    }

    @Test
    void anAddressWhereNobodyAnswersIsNamed() {
        assertThat(run("list", "--home", home.toString(), "--url", "http://127.0.0.1:1"))
                .isEqualTo(ExitCode.USAGE.number());

        assertThat(said.toString()).contains("nobody answers at http://127.0.0.1:1");
    }

    @Test
    void aWrongRecipeIsNotSubmitted() {
        assertThat(run("submit", "quickstart", "--set", "run.epochs=0", "--home", home.toString()))
                .isEqualTo(ExitCode.CONFIG.number());

        assertThat(said.toString()).contains("run.epochs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--slots=0", "--port=70000"})
    void aDaemonThatCannotBeIsNotStarted(String option) {
        assertThat(run("serve", "--home", home.toString(), option)).isEqualTo(ExitCode.USAGE.number());
    }
}
