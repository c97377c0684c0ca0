package org.masque.ops.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.ops.ExitCode;
import org.masque.ops.Masque;

@ExtendWith(NoTensorLeaks.class)
class BenchCommandsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter said = new StringWriter();

    private int run(String... arguments) {
        return Masque.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(said, true))
                .execute(arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"step", "profile", "attention", "mask"})
    void aKeyWithoutARecipeIsRefused(String what) {
        assertThat(run("bench", what, "--set", "model.width=64")).isEqualTo(ExitCode.USAGE.number());
        assertThat(said.toString()).contains("--set model.width=64").contains("add --recipe RECIPE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--size=small", "--method=amt"})
    void aSizeBesideARecipeIsRefused(String option) {
        assertThat(run("bench", "mask", "--recipe", "amt-cifar10", option)).isEqualTo(ExitCode.USAGE.number());
        assertThat(said.toString())
                .contains(option.substring(0, option.indexOf('=')) + " has no effect beside --recipe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--size=small", "--method=amt", "--threads=1", "--kernels=nd4j", "--micro-batch=4"})
    void theLoaderTakesNoOptionThatItWouldIgnore(String option) {
        assertThat(run("bench", "loader", option)).isEqualTo(ExitCode.USAGE.number());
        assertThat(said.toString()).contains("Unknown option").contains(option);
    }

    @Test
    void oneLineOfJsonHoldsWhatWasMeasured() throws IOException {
        assertThat(run("bench", "mask", "--batch", "8", "--steps", "1", "--json"))
                .isZero();
        assertThat(out.toString().lines()).hasSize(1);
        assertThat(new ObjectMapper().readTree(out.toString()).at("/batch").asInt())
                .isEqualTo(8);
    }
}
