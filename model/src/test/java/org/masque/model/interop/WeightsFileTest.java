package org.masque.model.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.masque.model.interop.SafetensorsWriter.Durability;
import org.masque.model.interop.WeightsFile.Part;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.TensorRef;
import org.masque.model.tensor.TensorSnapshot;
import org.masque.model.vit.ModelShape;
import org.masque.model.vit.ModelShape.Tower;
import org.masque.model.vit.TinyNetworks;
import org.masque.model.vit.Weights;

@ExtendWith(NoTensorLeaks.class)
class WeightsFileTest {
    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("weights.safetensors");
    }

    private void write(Weights weights, Part part) throws IOException {
        WeightsFile.writer(weights, part).writeTo(file(), Durability.CACHED);
    }

    @Test
    void everyFloatSurvivesBeingWrittenAndRead() throws IOException {
        try (Weights written = TinyNetworks.weights(1);
                Weights read = TinyNetworks.weights(2)) {
            written.encoderPositions().set(20, 0.125f);
            written.decoderPositions().set(20, 0.25f);
            write(written, Part.ENCODER_AND_DECODER);
            try (SafetensorsFile file = SafetensorsFile.open(file())) {
                WeightsFile.read(file, read, read.flat());
            }

            assertThat(read.flat().toArray()).isEqualTo(written.flat().toArray());
            assertThat(read.encoderPositions().toArray())
                    .isEqualTo(written.encoderPositions().toArray());
            assertThat(read.decoderPositions().toArray())
                    .isEqualTo(written.decoderPositions().toArray());
        }
    }

    @Test
    void anotherBufferOfTheLayoutIsWrittenAndReadInsteadOfTheWeights() throws IOException {
        try (Weights weights = TinyNetworks.weights(3);
                Weights other = TinyNetworks.weights(4);
                TensorRef moments = TinyNetworks.gradients(weights);
                FileChannel channel =
                        FileChannel.open(file(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            float[] before = weights.flat().toArray();
            try (TensorSnapshot snapshot = other.snapshot()) {
                WeightsFile.write(weights, snapshot, channel);
            }
            try (SafetensorsFile file = SafetensorsFile.open(file())) {
                WeightsFile.read(file, weights, moments.tensor());
            }

            assertThat(moments.tensor().toArray()).isEqualTo(other.flat().toArray());
            assertThat(weights.flat().toArray()).isEqualTo(before);
        }
    }

    @Test
    void namesAndShapesAreThoseOfThePublicState() throws IOException {
        try (Weights weights = TinyNetworks.weights(5)) {
            write(weights, Part.ENCODER_AND_DECODER);
        }
        try (SafetensorsFile file = SafetensorsFile.open(file())) {
            assertThat(file.names()).hasSize(62);
            assertThat(file.shape("pos_embed")).containsExactly(1, 16, 12);
            assertThat(file.shape("decoder_pos_embed")).containsExactly(1, 16, 8);
            assertThat(file.shape("cls_token")).containsExactly(1, 1, 12);
            assertThat(file.shape("patch_embed.proj.weight")).containsExactly(12, 3, 4, 4);
            assertThat(file.metadata())
                    .containsEntry("model", "mae")
                    .containsEntry("image_height", "12")
                    .containsEntry("image_width", "20")
                    .containsEntry("num_heads", "3")
                    .containsEntry("decoder_num_heads", "2");
        }
    }

    @Test
    void anEncoderAloneHasNothingOfTheDecoder() throws IOException {
        try (Weights weights = TinyNetworks.weights(6)) {
            write(weights, Part.ENCODER);
        }
        try (SafetensorsFile file = SafetensorsFile.open(file())) {
            assertThat(file.names())
                    .contains("cls_token", "pos_embed", "norm.bias", "blocks.1.mlp.fc2.weight")
                    .doesNotContain("mask_token")
                    .noneMatch(name -> name.startsWith("decoder"));
        }
    }

    @Test
    void aMissingTensorIsNamed() throws IOException {
        try (Weights weights = TinyNetworks.weights(7)) {
            write(weights, Part.ENCODER);
            try (SafetensorsFile file = SafetensorsFile.open(file())) {
                assertThatThrownBy(() -> WeightsFile.read(file, weights, weights.flat()))
                        .isInstanceOf(SafetensorsException.class)
                        .hasMessageContaining("weights.safetensors")
                        .hasMessageContaining("'decoder_embed.weight': is missing");
            }
        }
    }

    @Test
    void aTensorOfAnotherShapeIsNamedWithBothShapes() throws IOException {
        ModelShape wider = new ModelShape(12, 20, 4, Tower.of(12, 2, 3), Tower.of(16, 2, 2));
        try (Weights written = TinyNetworks.weights(8);
                Weights read = Weights.zeros(wider)) {
            write(written, Part.ENCODER_AND_DECODER);
            try (SafetensorsFile file = SafetensorsFile.open(file())) {
                assertThatThrownBy(() -> WeightsFile.read(file, read, read.flat()))
                        .isInstanceOf(SafetensorsException.class)
                        .hasMessageContaining("'decoder_embed.weight': has shape [8, 12], not [16, 12]");
            }
        }
    }

    @Test
    void positionsOfAnotherGridAreRefused() throws IOException {
        ModelShape turned = new ModelShape(20, 16, 4, Tower.of(12, 2, 3), Tower.of(8, 2, 2));
        try (Weights written = TinyNetworks.weights(9);
                Weights read = Weights.zeros(turned)) {
            write(written, Part.ENCODER_AND_DECODER);
            try (SafetensorsFile file = SafetensorsFile.open(file())) {
                assertThatThrownBy(() -> WeightsFile.read(file, read, read.flat()))
                        .isInstanceOf(SafetensorsException.class)
                        .hasMessageContaining("'pos_embed': has shape [1, 16, 12], not [1, 21, 12]");
            }
        }
    }
}
