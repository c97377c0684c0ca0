package org.masque.model.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.masque.model.interop.SafetensorsWriter.Durability;
import org.masque.model.interop.WeightsFile.Part;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.vit.EncoderUse.AllTokens;
import org.masque.model.vit.EncoderUse.Position;
import org.masque.model.vit.ModelShape;
import org.masque.model.vit.ModelShape.Tower;
import org.masque.model.vit.ParameterLayout;
import org.masque.model.vit.RelativePositions;
import org.masque.model.vit.SimMimParameters;
import org.masque.model.vit.TinySimMim;
import org.masque.model.vit.Weights;

/** Files of a network whose encoder sees all tokens. */
@ExtendWith(NoTensorLeaks.class)
class SimMimFileTest {
    @TempDir
    private Path folder;

    private Path write(SafetensorsWriter writer) throws IOException {
        Path path = folder.resolve("weights.safetensors");
        writer.writeTo(path, Durability.CACHED);
        return path;
    }

    private ModelShape infer(SafetensorsWriter writer) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(write(writer))) {
            return ShapeInference.of(file);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Position.class)
    void everyFloatAndEverySizeSurvive(Position position) throws IOException {
        double layerScale = position == Position.RELATIVE ? 0.25 : 0;
        try (Weights written = TinySimMim.weights(position, layerScale, 1);
                Weights read = TinySimMim.weights(position, layerScale, 2);
                SafetensorsFile file =
                        SafetensorsFile.open(write(WeightsFile.writer(written, Part.ENCODER_AND_DECODER)))) {
            WeightsFile.read(file, read, read.flat());

            assertThat(read.flat().toArray()).isEqualTo(written.flat().toArray());
            assertThat(ShapeInference.of(file)).isEqualTo(written.shape());
            assertThat(file.metadata()).containsEntry("model", "simmim").containsEntry("num_heads", "3");
        }
    }

    @Test
    void theIndexOfDistancesIsExportedAsPartOfThePublicState() throws IOException {
        try (Weights weights = TinySimMim.weights(Position.RELATIVE, 0.1, 3);
                SafetensorsFile file = SafetensorsFile.open(write(WeightsFile.writer(weights, Part.ENCODER)))) {
            assertThat(file.shape(SimMimParameters.BIAS_INDEX)).containsExactly(16, 16);
            assertThat(file.ints(SimMimParameters.BIAS_INDEX))
                    .isEqualTo(RelativePositions.index(weights.shape().grid()));
            assertThat(file.names())
                    .contains("encoder.cls_token", "encoder.blocks.1.gamma_2", "encoder.norm.bias")
                    .contains("encoder.blocks.0.attn.q_bias", "encoder.blocks.0.attn.v_bias")
                    .doesNotContain("encoder.mask_token")
                    .noneMatch(name -> name.startsWith("decoder"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(
            value = Position.class,
            names = {"ABSOLUTE", "RELATIVE"})
    void aForeignSquareFileTellsItsSizesByItsShapes(Position position) throws IOException {
        double layerScale = position == Position.RELATIVE ? 0.1 : 0;
        ModelShape shape = new ModelShape(12, 12, 4, Tower.of(128, 3, 2), new AllTokens(position, layerScale));

        assertThat(infer(foreign(shape, Map.of()))).isEqualTo(shape);
    }

    private static SafetensorsWriter foreign(ModelShape shape, Map<String, String> metadata) {
        SafetensorsWriter writer = new SafetensorsWriter();
        metadata.forEach(writer::metadata);
        for (ParameterLayout.Slice slice : new ParameterLayout(shape).slices()) {
            writer.floats(slice.name(), new float[(int) slice.length()], slice.shape());
        }
        return writer;
    }

    @Test
    void distancesOfAGridThatIsNotSquareNeedMetadata() throws IOException {
        ModelShape shape = TinySimMim.shape(Position.RELATIVE, 0.1);
        SafetensorsWriter silent = foreign(shape, Map.of("num_heads", "3"));
        assertThatThrownBy(() -> infer(silent))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("48 rows")
                .hasMessageContaining("image_height");

        assertThat(infer(foreign(shape, Map.of("num_heads", "3", "image_height", "12", "image_width", "20"))))
                .isEqualTo(shape);
    }

    @Test
    void withoutPositionsTheSidesNeedMetadata() {
        SafetensorsWriter silent = foreign(TinySimMim.shape(Position.NONE, 0), Map.of("num_heads", "3"));
        assertThatThrownBy(() -> infer(silent))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("image_height");
    }

    @Test
    void aLayerScaleThatIsNoNumberIsNamed() {
        SafetensorsWriter writer = foreign(
                new ModelShape(8, 8, 4, Tower.of(16, 1, 1), new AllTokens(Position.ABSOLUTE, 0.1)),
                Map.of("layer_scale", "much"));
        assertThatThrownBy(() -> infer(writer))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("layer_scale = much");
    }
}
