package org.masque.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.masque.actors.run.RunEvaluation;
import org.masque.config.RecipeLoader;
import org.masque.model.interop.SafetensorsWriter.Durability;
import org.masque.model.interop.WeightsFile;
import org.masque.model.interop.WeightsFile.Part;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.vit.Weights;

@ExtendWith(NoTensorLeaks.class)
class FineTuneTest {
    private static final String RECIPE = """
            run { name = tiny, seed = 1, epochs = 1 }
            data { kind = shapes, imageHeight = 64, imageWidth = 64, size = 40, testSize = 20 }
            model { patch = 16, width = 32, depth = 1, heads = 2, decoder { width = 16, depth = 1, heads = 2 } }
            optimizer { batchSize = 8, warmupEpochs = 0 }
            evaluation.testLimit = 10
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private Path recipe;
    private Path network;

    @BeforeEach
    void writeAnEncoder() throws IOException {
        recipe = Files.writeString(folder.resolve("tiny.conf"), RECIPE);
        network = folder.resolve("encoder.safetensors");
        try (Weights weights =
                RunEvaluation.untrained(RecipeLoader.loadText(RECIPE.replace("seed = 1", "seed = 2"), "two"))) {
            WeightsFile.writer(weights, Part.ENCODER).writeTo(network, Durability.CACHED);
        }
    }

    private int run(String... options) {
        List<String> words = new ArrayList<>(List.of(
                "finetune", network.toString(), "--recipe", recipe.toString(), "--epochs", "2", "--batch", "20"));
        words.addAll(List.of(options));
        return Masque.execute(
                Masque.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)),
                words.toArray(String[]::new));
    }

    @Test
    void aNetworkIsTriedBesideTheSameFromScratch() {
        assertThat(run("--warmup-epochs", "0")).isZero();
        assertThat(out.toString())
                .contains("pre-trained  epoch 1/2  loss", "from scratch epoch 2/2  loss")
                .containsPattern("pre-trained +\\d+\\.\\d\\d% \\+- \\d+\\.\\d\\d   \\(40 training, 10 test images")
                .containsPattern("from scratch +\\d+\\.\\d\\d%");
    }

    @Test
    void jsonHoldsSettingsAndFiguresAndNothingElseIsPrinted() throws IOException {
        assertThat(run("--json", "--no-scratch", "--head", "token", "--drop-path", "0"))
                .isZero();

        JsonNode found = new ObjectMapper().readTree(out.toString());
        assertThat(found.at("/settings/head").asText()).isEqualTo("CLASS_TOKEN");
        // 1e-3 for 256 images.
        assertThat(found.at("/settings/learningRate").asDouble()).isEqualTo(1e-3 * 20 / 256);
        assertThat(found.at("/pretrained/losses")).hasSize(2);
        assertThat(found.at("/pretrained/testCount").asInt()).isEqualTo(10);
        assertThat(found.has("scratch")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"--layer-decay, 1.5", "--drop-path, 1", "--smoothing, -0.1", "--learning-rate, 0", "--epochs, 0"})
    void aValueOutOfRangeIsAWrongCommandLine(String option, String value) {
        assertThat(run(option, value)).isEqualTo(64);
        assertThat(err.toString()).contains(option);
    }
}
