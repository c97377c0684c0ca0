package org.masque.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.actors.run.RunEvaluation;
import org.masque.config.RecipeLoader;
import org.masque.model.interop.SafetensorsFile;
import org.masque.model.interop.SafetensorsWriter;
import org.masque.model.interop.SafetensorsWriter.Durability;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.vit.ParameterLayout;
import org.masque.model.vit.Weights;

/** Files that other programs wrote, given to every command that takes weights. */
@ExtendWith(NoTensorLeaks.class)
class WeightsFromElsewhereTest {
    private static final String RECIPE = """
            run { name = tiny, seed = 1, epochs = 1 }
            data { kind = shapes, imageHeight = 64, imageWidth = 64, size = 16, testSize = 8 }
            model { patch = 16, width = 32, depth = 1, heads = 2, decoder { width = 16, depth = 1, heads = 2 } }
            optimizer { batchSize = 8, warmupEpochs = 0 }
            pictures { images = 1 }
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @BeforeEach
    void writeARecipe() throws IOException {
        Files.writeString(folder.resolve("tiny.conf"), RECIPE);
    }

    private int run(List<String> words) {
        return Masque.execute(
                Masque.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)),
                words.toArray(String[]::new));
    }

    private int run(String words) {
        return run(Arrays.asList(words.replace("DIR", folder.toString()).split(" ")));
    }

    /** A network of another grid and other names, as another program might write it. */
    private Path foreign(String name) throws IOException {
        Path file = folder.resolve(name);
        String larger = RECIPE.replace("imageHeight = 64, imageWidth = 64", "imageHeight = 96, imageWidth = 96");
        try (Weights weights = RunEvaluation.untrained(RecipeLoader.loadText(larger, "larger"))) {
            SafetensorsWriter writer = new SafetensorsWriter();
            for (ParameterLayout.Slice slice : weights.layout().slices()) {
                writer.floats("module." + slice.name(), weights.parameter(slice.name()));
            }
            weights.positionTables().forEach((table, values) -> writer.floats("module." + table, values));
            writer.floats("module.head.weight", new float[3], 3).writeTo(file, Durability.CACHED);
        }
        return file;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "export DIR/mae.pth DIR/out.safetensors",
                "import DIR/mae.pth DIR/out.safetensors",
                "import DIR/mae.pth DIR/out.safetensors --recipe DIR/tiny.conf",
                "masks DIR/mae.pth --recipe DIR/tiny.conf",
                "probe DIR/mae.pth --recipe DIR/tiny.conf",
                "finetune DIR/mae.pth --recipe DIR/tiny.conf",
                "train DIR/tiny.conf --set run.weights=DIR/mae.pth --set run.folder=DIR/runs --set http.enabled=false",
                "train DIR/tiny.conf --dry-run --set run.weights=DIR/mae.pth --set run.folder=DIR/runs --set http.enabled=false",
                "parts train DIR/tiny.conf --set masking.strategy=parts --set parts.encoder=DIR/mae.pth --set run.folder=DIR/runs",
            })
    void everyCommandNamesAFileOfAnotherKindAndTheRemedy(String words) throws IOException {
        byte[] zip = Arrays.copyOf(new byte[] {'P', 'K', 3, 4}, 200);
        System.arraycopy("mae/data.pkl".getBytes(StandardCharsets.US_ASCII), 0, zip, 30, 12);
        Files.write(folder.resolve("mae.pth"), zip);

        assertThat(run(words)).isEqualTo(65);
        assertThat(err.toString())
                .contains("mae.pth: is a PyTorch checkpoint")
                .contains("import torch; from safetensors.torch import save_file")
                .contains("\"mae.safetensors\")");
    }

    @ParameterizedTest
    @CsvSource({
        "x.pth, .pth",
        "x.pt, .pt",
        "x.bin, .bin",
        "model.CKPT, .ckpt",
        "x.h5, .h5",
        "x.onnx, .onnx",
        "x.npz, .npz",
        "x.tar.gz, .gz",
        "x.pkl, .pkl",
        "x.safetensors.pth, .pth"
    })
    void anEndingThatPromisesAnotherFormatIsRefusedBeforeAnythingIsRead(String name, String ending) {
        for (String command : List.of("export DIR/absent DIR/" + name, "import DIR/absent DIR/" + name)) {
            assertThat(run(command)).isEqualTo(64);
        }
        assertThat(run("export DIR/absent DIR/out.safetensors --check-batch DIR/" + name))
                .isEqualTo(64);
        assertThat(err.toString()).contains("ends in '" + ending + "'").contains(".safetensors'");
        assertThat(folder.resolve(name)).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.safetensors", "x.SafeTensors", "x", "step-1.5"})
    void otherNamesAreWritten(String name) throws IOException {
        foreign("given.safetensors");
        assertThat(run("import DIR/given.safetensors DIR/" + name + " --recipe DIR/tiny.conf"))
                .as(err.toString())
                .isZero();
        assertThat(folder.resolve(name)).exists();
    }

    @Test
    void whatIsImportedFromAnotherGridAndOtherNamesIsWhatARunBeginsWith() throws IOException {
        foreign("given.safetensors");

        assertThat(run("import DIR/given.safetensors DIR/made.safetensors --recipe DIR/tiny.conf"))
                .as(err.toString())
                .isZero();
        try (SafetensorsFile made = SafetensorsFile.open(folder.resolve("made.safetensors"));
                SafetensorsFile given = SafetensorsFile.open(folder.resolve("given.safetensors"))) {
            assertThat(made.shape("pos_embed")).containsExactly(1, 17, 32);
            assertThat(given.shape("module.pos_embed")).containsExactly(1, 37, 32);
            assertThat(made.floats("blocks.0.attn.qkv.weight"))
                    .isEqualTo(given.floats("module.blocks.0.attn.qkv.weight"));
        }
        assertThat(
                        run(
                                "train DIR/tiny.conf --set run.weights=DIR/given.safetensors --set run.folder=DIR/runs --set http.enabled=false --set run.steps=1"))
                .as(err.toString())
                .isZero();
        assertThat(Files.readAllLines(folder.resolve("runs/tiny/log.jsonl")).stream()
                        .filter(line -> line.contains("weightsRead"))
                        .toList())
                .singleElement()
                .asString()
                .contains("without the prefix 'module.'")
                .contains("pos_embed is for 6x6 patches: interpolated (bicubic) to 4x4 patches")
                .contains("also holds 'head.weight'");
    }
}
