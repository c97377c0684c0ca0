package org.masque.model.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.model.interop.SafetensorsWriter.Durability;
import org.masque.model.interop.WeightsFile.Part;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.Tensor;
import org.masque.model.vit.EncoderUse.Position;
import org.masque.model.vit.ParameterLayout;
import org.masque.model.vit.TinyNetworks;
import org.masque.model.vit.TinySimMim;
import org.masque.model.vit.Weights;

@ExtendWith(NoTensorLeaks.class)
class PublicNamesTest {
    @TempDir
    private Path folder;

    /** How a file spells Hugging Face's names. */
    enum Spelling {
        /** As on the hub. */
        HUB(
                "encoder.layer.",
                "decoder.decoder_layers.",
                "attention.attention.query",
                "attention.attention.key",
                "attention.attention.value",
                "attention.output.dense",
                "intermediate.dense",
                "output.dense"),
        /** As newer versions call them in memory. */
        IN_MEMORY(
                "layers.",
                "decoder.decoder_layers.",
                "attention.q_proj",
                "attention.k_proj",
                "attention.v_proj",
                "attention.o_proj",
                "mlp.fc1",
                "mlp.fc2"),
        /** As newer versions write them. */
        WRITTEN_ANEW(
                "encoder.layer.",
                "decoder.decoder_encoder.layer.",
                "attention.attention.query",
                "attention.attention.key",
                "attention.attention.value",
                "attention.output.dense",
                "intermediate.dense",
                "output.dense");

        final String blocks;
        final String decoderBlocks;
        final String query;
        final String key;
        final String value;
        final String proj;
        final String fc1;
        final String fc2;

        Spelling(
                String blocks,
                String decoderBlocks,
                String query,
                String key,
                String value,
                String proj,
                String fc1,
                String fc2) {
            this.blocks = blocks;
            this.decoderBlocks = decoderBlocks;
            this.query = query;
            this.key = key;
            this.value = value;
            this.proj = proj;
            this.fc1 = fc1;
            this.fc2 = fc2;
        }

        String layer(String layer) {
            return switch (layer) {
                case "norm1" -> "layernorm_before";
                case "norm2" -> "layernorm_after";
                case "attn.proj" -> proj;
                case "mlp.fc1" -> fc1;
                default -> fc2;
            };
        }

        void add(SafetensorsWriter writer, String prefix, String name, Tensor values) {
            String[] words = name.split("\\.", -1);
            String kind = "." + words[words.length - 1];
            if (name.startsWith("blocks.") || name.startsWith("decoder_blocks.")) {
                String block = (name.startsWith("blocks.") ? prefix + blocks : decoderBlocks) + words[1] + ".";
                String layer = name.substring(
                        name.indexOf(words[1] + ".") + words[1].length() + 1, name.length() - kind.length());
                if (layer.equals("attn.qkv")) {
                    long third = values.length() / 3;
                    long[] shape = values.shape().clone();
                    shape[0] /= 3;
                    List<String> thirds = List.of(query, key, value);
                    for (int part = 0; part < 3; part++) {
                        writer.floats(block + thirds.get(part) + kind, values.slice(part * third, shape));
                    }
                } else {
                    writer.floats(block + layer(layer) + kind, values);
                }
                return;
            }
            writer.floats(outside(prefix, name), values);
        }

        private static String outside(String prefix, String name) {
            if (name.startsWith("decoder") || name.equals("mask_token")) {
                return "decoder." + name;
            }
            return prefix
                    + switch (name) {
                        case "cls_token" -> "embeddings.cls_token";
                        case "pos_embed" -> "embeddings.position_embeddings";
                        case "patch_embed.proj.weight" -> "embeddings.patch_embeddings.projection.weight";
                        case "patch_embed.proj.bias" -> "embeddings.patch_embeddings.projection.bias";
                        default -> "layer" + name;
                    };
        }
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out
    private SafetensorsFile opened(SafetensorsWriter writer) throws IOException {
        Path path = folder.resolve("given.safetensors");
        writer.writeTo(path, Durability.CACHED);
        return SafetensorsFile.openWeights(path);
    }

    private StartingWeights read(SafetensorsWriter writer, Weights into) throws IOException {
        try (SafetensorsFile file = opened(writer)) {
            return StartingWeights.read(file, into);
        }
    }

    private static SafetensorsWriter renamed(Weights given, Predicate<String> kept, UnaryOperator<String> name) {
        SafetensorsWriter writer = new SafetensorsWriter();
        for (ParameterLayout.Slice slice : given.layout().slices()) {
            if (kept.test(slice.name())) {
                writer.floats(name.apply(slice.name()), given.parameter(slice.name()));
            }
        }
        given.positionTables().forEach((table, values) -> writer.floats(name.apply(table), values));
        return writer;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "module.",
                "model.",
                "encoder.",
                "backbone.",
                "_orig_mod.",
                "student.",
                "teacher.",
                "module.model.",
                "model.backbone.",
                "_orig_mod.module.encoder.",
                "state_dict.net.vit."
            })
    void namesBehindAPrefixAreReadWithoutItAndThatIsSaid(String prefix) throws IOException {
        try (Weights given = TinyNetworks.weights(1);
                Weights network = TinyNetworks.weights(2)) {
            StartingWeights read = read(renamed(given, name -> true, name -> prefix + name), network);

            assertThat(network.flat().toArray()).isEqualTo(given.flat().toArray());
            assertThat(read.part()).isEqualTo(Part.ENCODER_AND_DECODER);
            assertThat(read.notes()).containsExactly("62 tensors are read without the prefix '" + prefix + "'");
        }
    }

    @Test
    void aDecoderBesideAnEncoderThatHasAPrefixIsReadToo() throws IOException {
        try (Weights given = TinyNetworks.weights(3);
                Weights network = TinyNetworks.weights(4)) {
            read(
                    renamed(given, name -> true, name -> {
                        boolean ofDecoder = name.startsWith("decoder") || name.equals("mask_token");
                        return ofDecoder ? "module." + name : "module.encoder." + name;
                    }),
                    network);

            assertThat(network.flat().toArray()).isEqualTo(given.flat().toArray());
        }
    }

    @Test
    void whereANameIsThereWithThePrefixAndWithoutItThePrefixDecides() throws IOException {
        try (Weights given = TinyNetworks.weights(19);
                Weights network = TinyNetworks.weights(20)) {
            SafetensorsWriter writer = renamed(given, name -> true, name -> "encoder." + name);
            writer.floats("mask_token", new float[8], 1, 1, 8).floats("norm.weight", new float[12], 12);

            StartingWeights read = read(writer, network);

            assertThat(network.flat().toArray()).isEqualTo(given.flat().toArray());
            assertThat(read.leftAside()).containsExactly("mask_token", "norm.weight");
        }
    }

    @Test
    void theSizesAreToldBehindAPrefixToo() throws IOException {
        try (Weights given = TinyNetworks.weights(5)) {
            SafetensorsWriter writer = renamed(given, name -> true, name -> "module." + name);
            writer.metadata("image_height", "12").metadata("image_width", "20");
            writer.metadata("num_heads", "3").metadata("decoder_num_heads", "2");
            try (SafetensorsFile file = opened(writer)) {
                assertThat(ShapeInference.of(file)).isEqualTo(TinyNetworks.SHAPE);
            }
        }
    }

    @Test
    void ofTwoNetworksInAFileNoneIsChosen() throws IOException {
        try (Weights given = TinyNetworks.weights(6)) {
            SafetensorsWriter writer = renamed(given, name -> true, name -> "student." + name);
            for (ParameterLayout.Slice slice : given.layout().slices()) {
                writer.floats("teacher." + slice.name(), given.parameter(slice.name()));
            }
            assertThatThrownBy(() -> opened(writer).close())
                    .isInstanceOf(SafetensorsException.class)
                    .hasMessageContaining("several networks, under the prefixes '[student., teacher.]'")
                    .hasMessageContaining("write a file that has the tensors of one");
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Spelling.class)
    void huggingFacesNamesAreReadAndQueryKeyAndValueAreStacked(Spelling spelling) throws IOException {
        try (Weights given = TinyNetworks.weights(7);
                Weights network = TinyNetworks.weights(8)) {
            SafetensorsWriter writer = new SafetensorsWriter();
            for (ParameterLayout.Slice slice : given.layout().slices()) {
                spelling.add(writer, "vit.", slice.name(), given.parameter(slice.name()));
            }
            given.positionTables().forEach((name, table) -> spelling.add(writer, "vit.", name, table));

            StartingWeights read = read(writer, network);

            assertThat(network.flat().toArray()).isEqualTo(given.flat().toArray());
            assertThat(network.decoderPositions().toArray())
                    .isEqualTo(given.decoderPositions().toArray());
            // 62 public names; of 8 in 4 blocks each stands for three.
            assertThat(read.notes()).containsExactly("78 tensors are read as Hugging Face ViTMAE names");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "vit.", "module.vit."})
    void anEncoderOfHuggingFaceIsReadAndItsHeadLeftAside(String prefix) throws IOException {
        try (Weights given = TinyNetworks.weights(9);
                Weights network = TinyNetworks.weights(10)) {
            SafetensorsWriter writer = new SafetensorsWriter();
            for (ParameterLayout.Slice slice : given.layout().slices()) {
                if (WeightsFile.belongs(slice.name(), Part.ENCODER)) {
                    Spelling.HUB.add(writer, prefix, slice.name(), given.parameter(slice.name()));
                }
            }
            Spelling.HUB.add(
                    writer,
                    prefix,
                    "pos_embed",
                    Objects.requireNonNull(given.positionTables().get("pos_embed")));
            writer.floats("classifier.weight", new float[4], 4)
                    .floats(prefix + "embeddings.mask_token", new float[12], 12);

            StartingWeights read = read(writer, network);

            assertThat(network.parameter("blocks.1.attn.qkv.weight").toArray())
                    .isEqualTo(given.parameter("blocks.1.attn.qkv.weight").toArray());
            assertThat(read.part()).isEqualTo(Part.ENCODER);
            assertThat(read.leftAside()).containsExactly("classifier.weight", prefix + "embeddings.mask_token");
            assertThat(read.notes())
                    .contains("38 tensors are read as Hugging Face ViT names")
                    .contains("also holds 'classifier.weight', '" + prefix
                            + "embeddings.mask_token', for which this network has no use: left aside");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "module."})
    void simMimKeepsItsOwnEncoderPrefix(String prefix) throws IOException {
        try (Weights given = TinySimMim.weights(Position.RELATIVE, 0.1, 11);
                Weights network = TinySimMim.weights(Position.RELATIVE, 0.1, 12)) {
            StartingWeights read = read(renamed(given, name -> true, name -> prefix + name), network);

            assertThat(network.flat().toArray()).isEqualTo(given.flat().toArray());
            assertThat(read.notes()).hasSize(prefix.isEmpty() ? 0 : 1);
        }
    }

    @Test
    void aSimMimFileWithAHoleIsStillSimMim() throws IOException {
        try (Weights given = TinySimMim.weights(Position.ABSOLUTE, 0, 13);
                Weights network = TinySimMim.weights(Position.ABSOLUTE, 0, 14)) {
            assertThatThrownBy(() -> read(
                            renamed(
                                    given,
                                    name -> !name.equals("encoder.blocks.0.attn.q_bias"),
                                    UnaryOperator.identity()),
                            network))
                    .isInstanceOf(SafetensorsException.class)
                    .hasMessageContaining("'encoder.blocks.0.attn.q_bias': is missing")
                    .hasMessageContaining("nearest name in the file is 'encoder.blocks.0.attn.v_bias'");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "norm.weight, fc_norm.weight",
        "blocks.1.attn.qkv.weight, blocks.1.attention.qkv.weight",
        "blocks.0.mlp.fc1.bias, blocks.0.mlp.lin1.bias"
    })
    void ofAMissingNameTheNearestThatIsThereIsNamed(String missing, String there) throws IOException {
        try (Weights given = TinyNetworks.weights(15);
                Weights network = TinyNetworks.weights(16)) {
            assertThatThrownBy(() -> read(
                            renamed(given, name -> true, name -> "model." + (name.equals(missing) ? there : name)),
                            network))
                    .isInstanceOf(SafetensorsException.class)
                    .hasMessageContaining(
                            "'" + missing + "': is missing; the nearest name in the file is 'model." + there + "'");
        }
    }

    @Test
    void aFileOfAnotherNetworkNamesWhatIsThere() throws IOException {
        SafetensorsWriter resNet =
                new SafetensorsWriter().floats("conv1.weight", new float[6], 6).floats("fc.bias", new float[2], 2);
        try (SafetensorsFile file = opened(resNet)) {
            assertThatThrownBy(() -> ShapeInference.of(file))
                    .isInstanceOf(SafetensorsException.class)
                    .hasMessageContaining("'patch_embed.proj.weight': is missing")
                    .hasMessageContaining("the nearest name in the file is 'conv1.weight'");
        }
    }

    @Test
    void aHeadAndANormOfItAreLeftAsideByName() throws IOException {
        try (Weights given = TinyNetworks.weights(17);
                Weights network = TinyNetworks.weights(18)) {
            SafetensorsWriter writer = WeightsFile.writer(given, Part.ENCODER);
            for (String name :
                    new String[] {"head.weight", "head.bias", "fc_norm.weight", "fc_norm.bias", "mask_token"}) {
                writer.floats(name, new float[12], 12);
            }
            StartingWeights read = read(writer, network);

            assertThat(read.part()).isEqualTo(Part.ENCODER);
            assertThat(read.leftAside())
                    .containsExactly("fc_norm.bias", "fc_norm.weight", "head.bias", "head.weight", "mask_token");
        }
    }
}
