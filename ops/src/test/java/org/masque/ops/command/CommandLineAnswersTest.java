package org.masque.ops.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.masque.ops.Masque;

/** What the command line answers to what people mistype, and where it says what it did. */
class CommandLineAnswersTest {
    @TempDir
    Path folder;

    private final StringWriter said = new StringWriter();

    private int run(String... arguments) {
        PrintWriter printed = new PrintWriter(said, true);
        return Masque.commandLine().setOut(printed).setErr(printed).execute(arguments);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "trian quickstart, masque train",
        "chekc quickstart, masque check",
        "quikstart, masque quickstart",
        "doctr, masque doctor",
        "bench stpe, masque bench step",
        "parts scoer x, masque parts score",
        "masks scor runs/x, masque masks score",
        "explian masking, masque explain",
    })
    void aMistypedCommandGetsTheNearestOne(String typed, String meant) {
        assertThat(run(typed.split(" "))).isEqualTo(64);
        assertThat(said.toString()).contains("there is no command", "Did you mean: " + meant + "?");
    }

    @Test
    void checkSaysWhatAShorterRunScaledAndWhereKeysAreExplained() {
        assertThat(run("check", "amt-imagefolder-64", "--set", "data.path=" + folder, "--set", "run.epochs=8"))
                .isZero();
        assertThat(said.toString())
                .contains(
                        "# masking.startEpoch: 10 -> 1, scaled with run.epochs: 100 -> 8\n",
                        "in the last epoch 10 visible, 28 masked, 26 thrown",
                        "\nmasking.startEpoch = 1\n")
                .endsWith("# What a key means: masque explain KEY\n");
    }

    @Test
    void checkRefusesMasksThatNeverBegin() {
        assertThat(run("check", "quickstart", "--set", "run.epochs=8", "--set", "masking.startEpoch=10"))
                .isEqualTo(78);
        assertThat(said.toString())
                .contains("--set masking.startEpoch=10: epoch 10 never comes in a run of 8 epochs")
                .contains("give at most 7, a larger run.epochs, or another masking.strategy than attention");
    }

    @Test
    void checkNotesStepsThatEndBeforeTheMasksBegin() {
        assertThat(run("check", "quickstart", "--set", "run.steps=20")).isZero();
        assertThat(said.toString()).contains("# note: run.steps = 20 stops the run before masks are chosen by maps");
    }

    @Test
    void explainKnowsKeysSectionsAndTypos() {
        assertThat(run("explain", "masking.startEpoch=3")).isZero();
        assertThat(said.toString()).contains("First epoch, counted from 0", "Unit          epochs");
        assertThat(run("explain", "masking")).isZero();
        assertThat(said.toString()).contains("masking.grid.side\n");
        assertThat(run("explain")).isZero();
        assertThat(said.toString()).contains("telemetry\n");
        assertThat(run("explain", "maskign.ratio")).isEqualTo(64);
        assertThat(said.toString()).contains("did you mean masking.ratio?").doesNotContain("\tat ");
    }

    @Test
    void aTildeBehindAnEqualsSignIsTheHomeFolder() {
        String home = System.getenv().getOrDefault("HOME", System.getProperty("user.home"));
        assertThat(run(
                        "export",
                        "~/no such run of mine",
                        "--encoder-only",
                        folder.resolve("x.safetensors").toString()))
                .isEqualTo(65);
        assertThat(said.toString()).contains(home + "/no such run of mine").doesNotContain("~");
    }

    @Test
    void aDecimalCommaInAnOptionGetsOneSentence() {
        assertThat(run("compare", "quickstart", "--minutes", "0,5", "--out=" + folder.resolve("c")))
                .isEqualTo(64);
        assertThat(said.toString()).contains("0,5 is written with a comma: write 0.5");
        assertThat(Files.exists(folder.resolve("c"))).isFalse();
    }
}
