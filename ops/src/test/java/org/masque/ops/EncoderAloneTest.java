package org.masque.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.masque.actors.run.RunEvaluation;
import org.masque.config.RecipeLoader;
import org.masque.model.interop.SafetensorsFile;
import org.masque.model.interop.SafetensorsWriter.Durability;
import org.masque.model.interop.WeightsFile;
import org.masque.model.interop.WeightsFile.Part;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.vit.Weights;

@ExtendWith(NoTensorLeaks.class)
class EncoderAloneTest {
    private static final String RECIPE = """
            run { name = tiny, seed = 1, epochs = 1 }
            data { kind = shapes, imageHeight = 64, imageWidth = 64, size = 40, testSize = 20 }
            model { patch = 16, width = 32, depth = 1, heads = 2, decoder { width = 16, depth = 1, heads = 2 } }
            optimizer { batchSize = 8, warmupEpochs = 0 }
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private Path encoder;
    private Path recipe;

    @BeforeEach
    void writeAnEncoder() throws IOException {
        recipe = Files.writeString(folder.resolve("tiny.conf"), RECIPE);
        encoder = folder.resolve("encoder.safetensors");
        // Of another seed than the recipe's.
        try (Weights weights =
                RunEvaluation.untrained(RecipeLoader.loadText(RECIPE.replace("seed = 1", "seed = 2"), "two"))) {
            WeightsFile.writer(weights, Part.ENCODER).writeTo(encoder, Durability.CACHED);
        }
    }

    private int run(Object... arguments) {
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        return Masque.execute(
                Masque.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)), words);
    }

    @Test
    void withItsRecipeItIsImportedAndTheDecoderIsDrawn() throws IOException {
        Path whole = folder.resolve("whole.safetensors");

        assertThat(run("import", encoder, whole, "--recipe", recipe)).isZero();
        try (SafetensorsFile given = SafetensorsFile.open(encoder);
                SafetensorsFile made = SafetensorsFile.open(whole)) {
            assertThat(made.names()).containsAll(given.names()).contains("decoder_pred.weight", "mask_token");
            assertThat(made.floats("blocks.0.mlp.fc1.weight")).isEqualTo(given.floats("blocks.0.mlp.fc1.weight"));
        }
    }

    @Test
    void withoutARecipeTheErrorSaysWhatIsWanted() {
        assertThat(run("import", encoder, folder.resolve("whole.safetensors"))).isEqualTo(65);
        assertThat(err.toString()).contains("encoder.safetensors").contains("recipe of the network must be given");
    }

    @Test
    void noReconstructionIsDrawnByADecoderThatNobodyTrained() {
        assertThat(run("masks", encoder, "--recipe", recipe, "--out", folder)).isEqualTo(65);
        assertThat(err.toString()).contains("holds an encoder alone").contains("export without --encoder-only");
        assertThat(folder).isDirectoryNotContaining("glob:**.png");
    }

    @Test
    void itsFeaturesAreProbed() {
        assertThat(run("probe", encoder, "--recipe", recipe)).isZero();
        assertThat(out.toString()).contains("untrained");
    }

    @Test
    void aProgramReadsWhatTheProbeFoundAndHow() throws IOException {
        assertThat(run("probe", encoder, "--recipe", recipe, "--set", "evaluation.neighbours=3", "--json"))
                .isZero();

        JsonNode found = new ObjectMapper().readTree(out.toString());
        assertThat(found.at("/block").asInt()).isZero();
        for (String network : List.of("trained", "untrained")) {
            assertThat(found.at("/" + network)).hasSize(2);
            assertThat(found.at("/" + network + "/0/neighbours").asInt()).isEqualTo(3);
            assertThat(found.at("/" + network + "/0/temperature").asDouble()).isEqualTo(0.07);
            assertThat(found.at("/" + network + "/0/linearEpochs").asInt()).isEqualTo(30);
            assertThat(found.at("/" + network + "/0/linearAccuracy").asDouble()).isBetween(0.0, 1.0);
        }
    }
}
