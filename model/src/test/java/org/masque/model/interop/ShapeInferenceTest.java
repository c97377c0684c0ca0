package org.masque.model.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.masque.model.interop.SafetensorsWriter.Durability;
import org.masque.model.interop.WeightsFile.Part;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.vit.ModelShape;
import org.masque.model.vit.ModelShape.Tower;
import org.masque.model.vit.ParameterLayout;
import org.masque.model.vit.TinyNetworks;
import org.masque.model.vit.Weights;

@ExtendWith(NoTensorLeaks.class)
class ShapeInferenceTest {
    @TempDir
    private Path folder;

    private ModelShape infer(SafetensorsWriter writer) throws IOException {
        Path path = folder.resolve("weights.safetensors");
        writer.writeTo(path, Durability.CACHED);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            return ShapeInference.of(file);
        }
    }

    /** A file of zeros as other programs write it: public names, no metadata of ours. */
    private static SafetensorsWriter foreign(ModelShape shape, Map<String, String> metadata) {
        SafetensorsWriter writer = new SafetensorsWriter();
        metadata.forEach(writer::metadata);
        for (ParameterLayout.Slice slice : new ParameterLayout(shape).slices()) {
            writer.floats(slice.name(), new float[(int) slice.length()], slice.shape());
        }
        int tokens = shape.patches() + 1;
        int width = shape.encoder().width();
        int decoderWidth = shape.decoder().width();
        return writer.floats("pos_embed", new float[tokens * width], 1, tokens, width)
                .floats("decoder_pos_embed", new float[tokens * decoderWidth], 1, tokens, decoderWidth);
    }

    @Test
    void ourOwnFilesTellEverySizeAlsoOfImagesThatAreNotSquare() throws IOException {
        try (Weights weights = TinyNetworks.weights(1)) {
            assertThat(infer(WeightsFile.writer(weights, Part.ENCODER_AND_DECODER)))
                    .isEqualTo(TinyNetworks.SHAPE);
        }
    }

    @Test
    void aForeignFileTellsItsSizesByItsShapesAndHeadsAreTakenAsUsual() throws IOException {
        ModelShape shape = new ModelShape(12, 12, 4, new Tower(128, 3, 2, 64), Tower.of(64, 1, 2));

        assertThat(infer(foreign(shape, Map.of()))).isEqualTo(shape);
    }

    @Test
    void aTowerNarrowerThanAHeadHasOne() throws IOException {
        ModelShape shape = new ModelShape(8, 8, 4, Tower.of(16, 1, 1), Tower.of(8, 1, 1));

        assertThat(infer(foreign(shape, Map.of()))).isEqualTo(shape);
    }

    @Test
    void theHugeModelHasSixteenHeads() throws IOException {
        ModelShape shape = new ModelShape(8, 8, 4, new Tower(1280, 1, 16, 8), Tower.of(512, 1, 16));

        assertThat(infer(foreign(shape, Map.of()))).isEqualTo(shape);
    }

    @Test
    void aPatchEmbeddingThatIsNoConvolutionIsRefused() {
        SafetensorsWriter writer = new SafetensorsWriter().floats("patch_embed.proj.weight", new float[6], 2, 3);
        assertThatThrownBy(() -> infer(writer))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("'patch_embed.proj.weight'")
                .hasMessageContaining("2 axes");
    }

    @Test
    void aWidthThatNoTowerCanHaveIsRefusedWithTheFile() {
        ModelShape shape = new ModelShape(12, 12, 4, Tower.of(128, 1, 2), Tower.of(64, 1, 2));
        assertThatThrownBy(() -> infer(foreign(shape, Map.of("num_heads", "5"))))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("blocks.*")
                .hasMessageContaining("5 heads");
    }

    @Test
    void sidesThatAreNotEqualNeedMetadata() {
        ModelShape wide = new ModelShape(12, 24, 4, TinyNetworks.SHAPE.encoder(), TinyNetworks.SHAPE.decoder());
        SafetensorsWriter silent = foreign(wide, Map.of("num_heads", "3", "decoder_num_heads", "2"));
        assertThatThrownBy(() -> infer(silent))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("pos_embed")
                .hasMessageContaining("19 rows")
                .hasMessageContaining("image_height");
    }

    @Test
    void metadataThatIsNoNumberIsNamed() {
        SafetensorsWriter writer = foreign(TinyNetworks.SHAPE, Map.of("image_height", "tall"));
        assertThatThrownBy(() -> infer(writer))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("image_height = tall");
    }

    @Test
    void anEncoderAloneDoesNotDo() {
        try (Weights weights = TinyNetworks.weights(2)) {
            assertThatThrownBy(() -> infer(WeightsFile.writer(weights, Part.ENCODER)))
                    .isInstanceOf(SafetensorsException.class)
                    .hasMessageContaining("decoder_blocks.0.norm1.weight")
                    .hasMessageContaining("the recipe of the network must be given");
        }
    }

    @Test
    void aFileOfSomethingElseIsRefused() {
        SafetensorsWriter writer = new SafetensorsWriter().floats("something", new float[2], 2);
        assertThatThrownBy(() -> infer(writer))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("'patch_embed.proj.weight': is missing");
    }
}
