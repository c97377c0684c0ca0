package org.masque.ops.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.masque.ops.Masque;

/** What {@code masque check} says of a recipe. */
class CheckCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();

    @Test
    void countsOfPatchesAndTheirCostStandBeforeTheKeys() throws Exception {
        Path images = Files.createDirectory(folder.resolve("images"));

        assertThat(run("check", "amt-vit-b16", "--set", "data.path=" + images)).isZero();
        assertThat(out.toString().lines().filter(line -> line.startsWith("# ")))
                .anyMatch(line -> line.contains("111655680 weights")
                        && line.contains("at first 49 visible, 147 masked, 0 thrown")
                        && line.contains("in the last epoch 30 visible, 88 masked, 78 thrown"))
                .anyMatch(line -> line.contains("at first 9.57 G (encoder 4.29 G, decoder 5.28 G)")
                        && line.contains("in the last epoch 5.76 G (encoder 2.65 G, decoder 3.11 G)")
                        && line.endsWith("its map 17.4 G"));
        assertThat(out.toString()).contains("\nmasking.strategy = attention");
    }

    @Test
    void anEncoderOfAllTokensHasNoDecoderToPayFor() throws Exception {
        Path images = Files.createDirectory(folder.resolve("images"));

        assertThat(run("check", "simmim-vit-b16", "--set", "data.path=" + images))
                .isZero();
        assertThat(out.toString())
                .contains("at first encoder 17.4 G; in the last epoch encoder 17.4 G; its map 17.4 G");
    }

    private int run(String... arguments) {
        PrintWriter printed = new PrintWriter(out, true);
        return Masque.commandLine().setOut(printed).setErr(printed).execute(arguments);
    }
}
