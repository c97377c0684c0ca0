package org.masque.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MasqueTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"--help", "doctor --help", "doctor -h"})
    void helpIsEverywhere(String line) {
        assertThat(run(line.split(" "))).isZero();
        assertThat(out.toString())
                .startsWith("Usage: masque")
                .contains("--verbose")
                .contains("--help");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void everyCommandDescribesItself() {
        assertThat(Masque.commandLine().getSubcommands().values())
                .allSatisfy(command -> assertThat(
                                command.getCommandSpec().usageMessage().description())
                        .as(command.getCommandName())
                        .isNotEmpty());
    }

    @Test
    void theVersionNamesBuildAndJava() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString())
                .containsPattern("Masque \\d+\\.\\d+.* \\(commit .+, .+\\)")
                .contains("Java 17");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "doctor --nonsense", "doctor --http-port=x", "--nonsense"})
    void aWrongCommandLineEndsWith64(String line) {
        assertThat(run(line.split(" "))).isEqualTo(64);
        assertThat(err.toString()).containsAnyOf("Usage: masque", "Did you mean: masque");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "doctor --http-port 70000",
                "doctor --http-port -1",
                "bench step --steps 0",
                "bench mask --batch 0",
                "bench mask --steps -3",
                "bench step --threads -1",
                "bench attention --kernels foo",
                "numerics absent.safetensors --kernels foo",
                "masks absent --images 0"
            })
    void anArgumentThatCannotBeEndsWith64AndWithoutAStackTrace(String line) {
        assertThat(run(line.split(" "))).isEqualTo(64);
        assertThat(err.toString()).contains(line.replaceFirst(".*(--\\S+).*", "$1"));
        assertThat(err.toString()).doesNotContain("\tat org.masque");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"probe absent", "masks absent", "export absent to.safetensors", "import absent to.safetensors"})
    void aNetworkThatIsNotThereEndsWith65(String line) {
        assertThat(run(line.split(" "))).isEqualTo(65);
        assertThat(err.toString()).contains("absent does not exist").doesNotContain("\tat org.masque");
    }

    @Test
    void noCommandAtAllIsAWrongCommandLine() {
        assertThat(run()).isEqualTo(64);
        assertThat(err.toString()).contains("which command?").contains("doctor");
    }

    @Test
    void missingNativeCodeIsNotWorthARestart() {
        CommandLine broken = commandLine();
        broken.setExecutionStrategy(parsed -> {
            throw new UnsatisfiedLinkError("no jnind4jcpu");
        });

        assertThat(Masque.execute(broken, "doctor")).isEqualTo(ExitCode.CONFIG.number());
        assertThat(err.toString()).contains("no jnind4jcpu").contains("masque doctor");
    }

    private int run(String... arguments) {
        return Masque.execute(commandLine(), arguments);
    }

    private CommandLine commandLine() {
        return Masque.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    }
}
