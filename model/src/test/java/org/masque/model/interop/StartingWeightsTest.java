package org.masque.model.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.masque.model.interop.SafetensorsWriter.Durability;
import org.masque.model.interop.WeightsFile.Part;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.vit.ParameterLayout;
import org.masque.model.vit.TinyNetworks;
import org.masque.model.vit.Weights;

@ExtendWith(NoTensorLeaks.class)
class StartingWeightsTest {
    @TempDir
    private Path folder;

    /** What is left of a file of these weights, after some tensors were taken out of it. */
    private Path file(Weights weights, Predicate<String> kept) throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter();
        for (ParameterLayout.Slice slice : weights.layout().slices()) {
            if (kept.test(slice.name())) {
                writer.floats(slice.name(), weights.parameter(slice.name()));
            }
        }
        return written(writer);
    }

    private Path written(SafetensorsWriter writer) throws IOException {
        Path path = folder.resolve("given.safetensors");
        writer.writeTo(path, Durability.CACHED);
        return path;
    }

    private static StartingWeights read(Path path, Weights into) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            return StartingWeights.read(file, into);
        }
    }

    private static boolean ofEncoder(String name) {
        return WeightsFile.belongs(name, Part.ENCODER);
    }

    @Test
    void aWholeFileFillsTheWholeNetwork() throws IOException {
        try (Weights given = TinyNetworks.weights(1);
                Weights network = TinyNetworks.weights(2)) {
            StartingWeights read = read(written(WeightsFile.writer(given, Part.ENCODER_AND_DECODER)), network);

            assertThat(read.part()).isEqualTo(Part.ENCODER_AND_DECODER);
            assertThat(read.leftAside()).isEmpty();
            assertThat(network.flat().toArray()).isEqualTo(given.flat().toArray());
        }
    }

    @Test
    void anEncoderAloneFillsTheEncoderAndLeavesTheDecoderAsItWas() throws IOException {
        try (Weights given = TinyNetworks.weights(3);
                Weights network = TinyNetworks.weights(4);
                Weights before = TinyNetworks.weights(4)) {
            StartingWeights read = read(written(WeightsFile.writer(given, Part.ENCODER)), network);

            assertThat(read.part()).isEqualTo(Part.ENCODER);
            for (ParameterLayout.Slice slice : network.layout().slices()) {
                Weights expected = ofEncoder(slice.name()) ? given : before;
                assertThat(network.parameter(slice.name()).toArray())
                        .as(slice.name())
                        .isEqualTo(expected.parameter(slice.name()).toArray());
            }
        }
    }

    @Test
    void aFileWithoutPositionTablesLeavesThoseOfTheGrid() throws IOException {
        try (Weights given = TinyNetworks.weights(5);
                Weights network = TinyNetworks.weights(6)) {
            float[] positions = network.encoderPositions().toArray();

            read(file(given, StartingWeightsTest::ofEncoder), network);

            assertThat(network.encoderPositions().toArray()).isEqualTo(positions);
        }
    }

    @Test
    void whatTheNetworkHasNoUseForIsNamed() throws IOException {
        try (Weights given = TinyNetworks.weights(9);
                Weights network = TinyNetworks.weights(10)) {
            SafetensorsWriter writer = WeightsFile.writer(given, Part.ENCODER);
            writer.floats("head.weight", given.parameter("cls_token"));

            assertThat(read(written(writer), network).leftAside()).containsExactly("head.weight");
        }
    }

    @Test
    void anEncoderWithAHoleIsRefusedByName() throws IOException {
        try (Weights given = TinyNetworks.weights(11);
                Weights network = TinyNetworks.weights(12)) {
            Path path = file(given, name -> ofEncoder(name) && !name.equals("blocks.1.attn.qkv.weight"));

            assertThatThrownBy(() -> read(path, network))
                    .isInstanceOf(SafetensorsException.class)
                    .hasMessageContaining("given.safetensors")
                    .hasMessageContaining("'blocks.1.attn.qkv.weight': is missing");
        }
    }

    @Test
    void aDecoderThatIsThereInPartIsRefusedByName() throws IOException {
        try (Weights given = TinyNetworks.weights(13);
                Weights network = TinyNetworks.weights(14)) {
            Path path = file(given, name -> !name.equals("decoder_pred.bias"));

            assertThatThrownBy(() -> read(path, network))
                    .isInstanceOf(SafetensorsException.class)
                    .hasMessageContaining("'decoder_pred.bias': is missing");
        }
    }

    @Test
    void aNumberThatIsNotFiniteIsRefused() throws IOException {
        try (Weights given = TinyNetworks.weights(15);
                Weights network = TinyNetworks.weights(16)) {
            given.parameter("cls_token").set(3, Float.NaN);
            Path path = written(WeightsFile.writer(given, Part.ENCODER));

            assertThatThrownBy(() -> read(path, network))
                    .isInstanceOf(SafetensorsException.class)
                    .hasMessageContaining("cls_token");
        }
    }
}
