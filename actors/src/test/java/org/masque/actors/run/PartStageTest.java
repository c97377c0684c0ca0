package org.masque.actors.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.config.ConfigException;
import org.masque.config.Recipe;
import org.masque.masking.CropBox;
import org.masque.masking.PatchState;
import org.masque.masking.ViewGeometry;
import org.masque.model.interop.SafetensorsWriter.Durability;
import org.masque.model.interop.WeightsFile;
import org.masque.model.interop.WeightsFile.Part;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.parts.OtherPartsException;
import org.masque.model.parts.PartLoss;
import org.masque.model.parts.PartStore;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.vit.Weights;

@ExtendWith(NoTensorLeaks.class)
class PartStageTest {
    private static final int STEPS = 8;

    @TempDir
    private Path folder;

    private static Recipe recipe(String... overrides) {
        List<String> all = new ArrayList<>(List.of(
                "masking.strategy=parts",
                "parts.encoder=given",
                "parts.count=4",
                "parts.epochs=2",
                "parts.batchSize=16",
                "parts.channels=8"));
        all.addAll(List.of(overrides));
        return new TinyRun(Path.of("unused"), all).recipe();
    }

    private Path encoder(Part part, long seed) throws IOException {
        Path file = folder.resolve("encoder-" + part + seed + ".safetensors");
        try (Weights weights = RunEvaluation.untrained(recipe("run.seed=" + seed))) {
            WeightsFile.writer(weights, part).writeTo(file, Durability.CACHED);
        }
        return file;
    }

    private PartFolder parts(String name) {
        return new PartFolder(folder.resolve(name));
    }

    private PartStage.End run(Recipe recipe, PartFolder parts, Path encoderFile, long stopAfter) throws IOException {
        Stopper stopper = new Stopper(stopAfter);
        try (RunData data = RunData.open(recipe);
                FrozenEncoder encoder = FrozenEncoder.open(encoderFile, recipe, "test");
                Kernels kernels = KernelsProvider.open("auto")) {
            PartStage stage = new PartStage(recipe, parts, data, encoder, "test", stopper);
            stopper.stage = stage;
            return stage.run(kernels);
        }
    }

    /** Asks for a stop after a step of learning, or with a negative number after some labelled images. */
    private static final class Stopper implements PartStage.Progress {
        private final long after;
        private @Nullable PartStage stage;

        Stopper(long after) {
            this.after = after;
        }

        @Override
        public void learned(long step, long steps, PartLoss loss) {
            assertThat(steps).isEqualTo(STEPS);
            if (step == after) {
                Objects.requireNonNull(stage).requestStop();
            }
        }

        @Override
        public void labelled(int images, int all) {
            if (after < 0) {
                Objects.requireNonNull(stage).requestStop();
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"learned", "heads", "image-clusters", "set-clusters"})
    void everyProviderLabelsEveryImageTheSameAgain(String provider) throws IOException {
        Recipe recipe = recipe("parts.provider=" + provider);
        Path encoder = encoder(Part.ENCODER_AND_DECODER, 1);
        assertThat(run(recipe, parts("a"), encoder, 0)).isEqualTo(PartStage.End.FINISHED);
        assertThat(run(recipe, parts("b"), encoder, 0)).isEqualTo(PartStage.End.FINISHED);
        assertThat(parts("a").labels()).hasSameBinaryContentAs(parts("b").labels());
        try (PartStore store = PartStore.forReading(parts("a").labels())) {
            assertThat(store.isComplete()).isTrue();
            for (int image = 0; image < 64; image++) {
                assertThat(store.read(image)).hasSize(16);
            }
            assertThat(store.header().provenance().entries())
                    .containsEntry("parts.provider", provider)
                    .containsKeys("encoder SHA-256", "run.seed", "images");
        }
    }

    @ParameterizedTest(name = "stopped after step {0}")
    @ValueSource(longs = {1, 4, 7, 8})
    void aStopWhileLearningChangesNoLabel(long step) throws IOException {
        Path encoder = encoder(Part.ENCODER_AND_DECODER, 1);
        run(recipe(), parts("whole"), encoder, 0);
        assertThat(run(recipe(), parts("stopped"), encoder, step)).isEqualTo(PartStage.End.STOPPED);
        assertThat(run(recipe(), parts("stopped"), encoder, 0)).isEqualTo(PartStage.End.FINISHED);
        assertThat(parts("stopped").labels())
                .hasSameBinaryContentAs(parts("whole").labels());
    }

    @Test
    void aLossThatIsNoNumberEndsTheStageWithARemedy() throws IOException {
        Path encoder = encoder(Part.ENCODER_AND_DECODER, 1);
        assertThatThrownBy(() -> run(recipe("parts.learningRate=1e38"), parts("a"), encoder, 0))
                .isInstanceOf(PartsDivergedException.class)
                .hasMessageContaining("lower parts.learningRate");
    }

    @Test
    void aStopWhileLabellingIsHeardAndTheRestIsLabelledLater() throws IOException {
        Recipe recipe = recipe("data.size=130", "parts.provider=heads");
        Path encoder = encoder(Part.ENCODER_AND_DECODER, 1);
        assertThat(run(recipe, parts("a"), encoder, -1)).isEqualTo(PartStage.End.STOPPED);
        try (PartStore store = PartStore.forReading(parts("a").labels())) {
            assertThat(store.labelled()).isEqualTo(64);
        }
        assertThat(run(recipe, parts("a"), encoder, 0)).isEqualTo(PartStage.End.FINISHED);
        run(recipe, parts("whole"), encoder, 0);
        assertThat(parts("a").labels()).hasSameBinaryContentAs(parts("whole").labels());
    }

    @Test
    void partsOfAnotherEncoderOrSettingAreRefusedWithTheDifference() throws IOException {
        run(recipe(), parts("a"), encoder(Part.ENCODER_AND_DECODER, 1), 3);
        assertThatThrownBy(() -> run(recipe(), parts("a"), encoder(Part.ENCODER_AND_DECODER, 2), 0))
                .isInstanceOf(OtherPartsException.class)
                .hasMessageContaining("encoder SHA-256");
        assertThatThrownBy(() -> run(recipe("parts.diversity=2"), parts("a"), encoder(Part.ENCODER_AND_DECODER, 1), 0))
                .isInstanceOf(OtherPartsException.class)
                .hasMessageContaining("parts.diversity = 1.0, not 2.0");
    }

    @Test
    void anEncoderAloneWillDoAndOneOfOtherPatchesWillNot() throws IOException {
        Path encoder = encoder(Part.ENCODER, 1);
        assertThat(run(recipe("parts.provider=heads"), parts("a"), encoder, 0)).isEqualTo(PartStage.End.FINISHED);
        Path whole = encoder(Part.ENCODER_AND_DECODER, 1);
        assertThatThrownBy(() -> FrozenEncoder.open(whole, recipe("model.patch=8"), "test"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("4x4 patches of 16 pixels")
                .hasMessageContaining("8x8 of 8");
        assertThatThrownBy(() -> FrozenEncoder.open(folder.resolve("nothing"), recipe(), "test"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("holds no encoder");
    }

    @Test
    void labelsWithoutAttentionAreRefusedWherePatchesAreKeptByIt() throws IOException {
        Path encoder = encoder(Part.ENCODER_AND_DECODER, 1);
        run(recipe(), parts("a"), encoder, 0);
        assertThatThrownBy(() -> run(recipe("parts.kept=0.5"), parts("a"), encoder, 0))
                .isInstanceOf(OtherPartsException.class)
                .hasMessageContaining("delete it to label the images again");
        Files.delete(parts("a").labels());

        assertThat(run(recipe("parts.kept=0.5"), parts("a"), encoder, 0)).isEqualTo(PartStage.End.FINISHED);
        assertThat(parts("a").attention()).exists();
    }

    @Test
    void labelsFollowTheViewThroughCropAndFlip() throws IOException {
        Recipe recipe = recipe("parts.kept=0.5");
        run(recipe, parts("a"), encoder(Part.ENCODER_AND_DECODER, 1), 0);
        assertThat(Files.exists(parts("a").attention())).isTrue();
        try (PartPlanner planner = PartPlanner.open(
                parts("a"),
                RecipeParts.masks(recipe),
                64,
                RecipeParts.shape(recipe).grid(),
                recipe.run().seed())) {
            byte[] whole = Objects.requireNonNull(planner.context(0, 5, new ViewGeometry(CropBox.whole(64, 64), false))
                    .labels());
            byte[] flipped = Objects.requireNonNull(planner.context(0, 5, new ViewGeometry(CropBox.whole(64, 64), true))
                    .labels());
            ViewGeometry quarter = new ViewGeometry(new CropBox(32, 0, 32, 32, 64, 64), false);
            byte[] lowerLeft =
                    Objects.requireNonNull(planner.context(0, 5, quarter).labels());
            try (PartStore store = PartStore.forReading(parts("a").labels())) {
                assertThat(whole).isEqualTo(store.read(5));
            }
            for (int patch = 0; patch < 16; patch++) {
                int row = patch / 4;
                int column = patch % 4;
                assertThat(flipped[patch]).isEqualTo(whole[row * 4 + 3 - column]);
                assertThat(lowerLeft[patch]).isEqualTo(whole[(2 + row / 2) * 4 + column / 2]);
            }
            byte[] states = planner.plan(0, 0, new int[] {5}, new ViewGeometry[] {quarter})[0];
            assertThat(PatchState.count(states, PatchState.THROWN)).isEqualTo(8);
            assertThat(PatchState.count(states, PatchState.VISIBLE)).isEqualTo(2);
        }
    }
}
