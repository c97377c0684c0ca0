package org.masque.ops.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.config.Recipe;
import org.masque.config.RecipeLoader;
import org.masque.model.tensor.NoTensorLeaks;

@ExtendWith(NoTensorLeaks.class)
class ResumeProofTest {
    private static final List<String> TINY = List.of(
            "run.epochs=3",
            "data.size=32",
            "model.width=32",
            "model.depth=1",
            "model.heads=2",
            "model.decoder.width=16",
            "model.decoder.depth=1",
            "model.decoder.heads=2",
            "optimizer.batchSize=16",
            "optimizer.warmupEpochs=1",
            "masking.startEpoch=1",
            "parallel.workers=1");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();

    private ResumeProof proof() {
        return new ResumeProof(ResumeProofTest::recipe, folder, new PrintWriter(out, true));
    }

    private static Recipe recipe(List<String> keys) {
        List<String> all = new ArrayList<>(TINY);
        all.addAll(keys);
        return RecipeLoader.load("quickstart", all);
    }

    @Test
    void aRunThatWasStoppedIsTheRunThatWasNot() throws IOException {
        assertThat(proof().holds(3, 2)).isTrue();

        assertThat(out.toString())
                .contains("weights.safetensors    the same")
                .contains("maps.bin               the same")
                .contains("Exact: 3 steps, a stop and 2 more are 5 steps.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"feature-cut", "border-distance"})
    void aRunWhoseMapsAreMadeOfFeaturesGoesOnExactlyToo(String map) throws IOException {
        ResumeProof proof = new ResumeProof(
                keys -> recipe(Stream.concat(keys.stream(), Stream.of("masking.map=" + map))
                        .toList()),
                folder,
                new PrintWriter(out, true));

        assertThat(proof.holds(3, 2)).isTrue();
        assertThat(out.toString()).contains("maps.bin               the same");
    }

    @Test
    void aDifferenceOfOneBitIsFound() throws IOException {
        proof().holds(1, 1);
        Path moments = folder.resolve("whole/checkpoints/step-000002/adamw-v.safetensors");
        byte[] bytes = Files.readAllBytes(moments);
        bytes[bytes.length - 1] ^= 1;
        Files.write(moments, bytes);

        assertThat(proof().sameAt(2)).isFalse();
        assertThat(out.toString()).contains("adamw-v.safetensors    differs from byte " + (bytes.length - 1) + " on");
    }

    // Of a checkpoint: what it would hold, in a word each.
    private Path written(String run, String... files) throws IOException {
        Path checkpoint = Files.createDirectories(folder.resolve(run).resolve("checkpoints/step-000002"));
        for (String file : files) {
            Files.writeString(checkpoint.resolve(file), "the same");
        }
        Files.writeString(checkpoint.resolve("manifest.json"), "{\"content\": {\"state\": {\"updates\": \"2\"}}}");
        return checkpoint;
    }

    private void writtenTwice() throws IOException {
        for (String run : List.of("whole", "resumed")) {
            written(run, "weights.safetensors", "adamw-m.safetensors", "adamw-v.safetensors", "teacher.safetensors");
        }
    }

    @Test
    void anotherTeacherIsADifference() throws IOException {
        writtenTwice();
        assertThat(proof().sameAt(2)).isTrue();

        Files.writeString(folder.resolve("whole/checkpoints/step-000002/teacher.safetensors"), "another");

        assertThat(proof().sameAt(2)).isFalse();
        assertThat(out.toString()).contains("teacher.safetensors    differs from byte 0 on");
    }

    @Test
    void anotherStateOfTheRunIsADifference() throws IOException {
        writtenTwice();
        Path manifest = folder.resolve("resumed/checkpoints/step-000002/manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace("\"2\"", "\"1\""));

        assertThat(proof().sameAt(2)).isFalse();
        assertThat(out.toString()).contains("state                  differs");
    }

    @Test
    void checkpointsWithoutWeightsProveNothing() throws IOException {
        written("whole", "maps.bin");
        written("resumed", "maps.bin");

        assertThat(proof().sameAt(2)).isFalse();
        assertThat(out.toString()).contains("weights.safetensors    is missing");
    }

    @Test
    void aTrainingThatEndsEarlyProvesNothing() {
        assertThatThrownBy(() -> proof().holds(5, 50))
                .isInstanceOf(UnfinishedProofException.class)
                .hasMessageContaining("step 55");
    }
}
