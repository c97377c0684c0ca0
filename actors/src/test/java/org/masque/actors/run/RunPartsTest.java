package org.masque.actors.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.config.Recipe;
import org.masque.model.data.Views;
import org.masque.model.interop.SafetensorsWriter.Durability;
import org.masque.model.interop.WeightsFile;
import org.masque.model.interop.WeightsFile.Part;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.parts.OtherPartsException;
import org.masque.model.parts.PartStore;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.vit.Weights;

@ExtendWith(NoTensorLeaks.class)
class RunPartsTest {
    @TempDir
    private Path folder;

    private RunFolder run;
    private Path encoder;

    @BeforeEach
    void writeAnEncoder() throws IOException {
        run = new RunFolder(folder.resolve("run"));
        encoder = write("encoder.safetensors", 1);
    }

    private Path write(String name, long seed) throws IOException {
        Path file = folder.resolve(name);
        try (Weights weights = RunEvaluation.untrained(recipe("run.seed=" + seed))) {
            WeightsFile.writer(weights, Part.ENCODER_AND_DECODER).writeTo(file, Durability.CACHED);
        }
        return file;
    }

    private Recipe recipe(String... overrides) {
        List<String> all = new ArrayList<>(List.of(
                "masking.strategy=parts",
                "parts.encoder=" + folder.resolve("encoder.safetensors"),
                "parts.count=4",
                "parts.epochs=2",
                "parts.batchSize=16",
                "parts.channels=8"));
        all.addAll(List.of(overrides));
        return new TinyRun(Path.of("unused"), all).recipe();
    }

    private void find(Recipe recipe) throws IOException {
        try (RunData data = RunData.open(recipe);
                FrozenEncoder frozen = FrozenEncoder.open(encoder, recipe, "test");
                Kernels kernels = KernelsProvider.open("auto")) {
            new PartStage(recipe, run.parts(), data, frozen, "test", PartStage.Progress.SILENT).run(kernels);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"learned", "heads", "image-clusters", "set-clusters"})
    void whatARunFoundLabelsItsImagesAsTheRunDid(String provider) throws IOException {
        Recipe recipe = recipe("parts.provider=" + provider);
        find(recipe);

        try (Kernels kernels = KernelsProvider.open("auto");
                RunParts parts = RunParts.open(run, recipe, "test", kernels);
                RunData data = RunData.open(recipe);
                PartStore store = PartStore.forReading(run.parts().labels())) {
            // As many at once as the stage takes: with others the last bits differ.
            int[] ids = IntStream.range(0, Math.min(64, data.train().size())).toArray();
            try (Views views = data.wholeImages().load(0, ids)) {
                byte[][] labels = parts.provider().label(views.tensor(), views.ids());
                for (int id : ids) {
                    assertThat(labels[id]).isEqualTo(store.read(id));
                }
            }
        }
    }

    @Test
    void anotherEncoderThanThatOfTheLabelsIsRefused() throws IOException {
        find(recipe());
        write("encoder.safetensors", 2);

        assertRefused(recipe(), "another encoder");
    }

    @Test
    void anotherNumberOfPartsIsRefused() throws IOException {
        find(recipe());

        assertRefused(recipe("parts.count=5"), "parts.count = 4, but the recipe says 5");
    }

    @Test
    void aRunWithoutPartsIsRefused() {
        assertRefused(recipe(), "this run found no parts");
    }

    @Test
    void labelsWithoutWhatTheyCameFromAreRefused() throws IOException {
        find(recipe());
        Files.move(run.parts().path().resolve("checkpoints"), folder.resolve("elsewhere"));

        assertRefused(recipe(), "no checkpoint of what they came from");
    }

    private void assertRefused(Recipe recipe, String because) {
        assertThatThrownBy(() -> {
                    try (Kernels kernels = KernelsProvider.open("auto");
                            RunParts parts = RunParts.open(run, recipe, "test", kernels)) {
                        parts.provider().parts();
                    }
                })
                .isInstanceOf(OtherPartsException.class)
                .hasMessageContaining(because);
    }

    @Test
    void theRunIsFoundFromAnyOfItsFiles() throws IOException {
        find(recipe());

        assertThat(RunFolder.withParts(run.path().resolve("checkpoints/step-000004")))
                .contains(run);
        assertThat(RunFolder.withParts(run.path().resolve("encoder/checkpoints/step-000004")))
                .contains(run);
        assertThat(RunFolder.withParts(folder)).isEmpty();
    }
}
