package org.masque.model.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.masque.masking.PatchGrid;
import org.masque.model.interop.SafetensorsWriter.Durability;
import org.masque.model.interop.WeightsFile.Part;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.Tensor;
import org.masque.model.vit.EncoderUse.Position;
import org.masque.model.vit.ParameterLayout;
import org.masque.model.vit.SimMimParameters;
import org.masque.model.vit.SinCosPositions;
import org.masque.model.vit.TinyNetworks;
import org.masque.model.vit.TinySimMim;
import org.masque.model.vit.Weights;

/**
 * Tables for other grids than the network's 3x5 patches. The expected values are those of timm's resample_abs_pos_embed
 * and of PyTorch's interpolate, both bicubic with antialiasing.
 */
@ExtendWith(NoTensorLeaks.class)
class PositionTablesTest {
    private static final int WIDTH = 12;

    @TempDir
    private Path folder;

    /** Numbers without a pattern that floats hold exactly. */
    private static float[] table(int rows, int width) {
        float[] table = new float[rows * width];
        for (int i = 0; i < table.length; i++) {
            table[i] = (i * i + 5 * i + 2) % 31 / 16f - 1;
        }
        return table;
    }

    /** All parameters, those of one name apart, and no table. */
    private static SafetensorsWriter parameters(Weights given, String without) {
        SafetensorsWriter writer = new SafetensorsWriter();
        for (ParameterLayout.Slice slice : given.layout().slices()) {
            if (!slice.name().equals(without)) {
                writer.floats(slice.name(), given.parameter(slice.name()));
            }
        }
        return writer;
    }

    private StartingWeights read(SafetensorsWriter writer, Weights into) throws IOException {
        Path path = folder.resolve("given.safetensors");
        writer.writeTo(path, Durability.CACHED);
        try (SafetensorsFile file = SafetensorsFile.openWeights(path)) {
            return StartingWeights.read(file, into);
        }
    }

    private static List<String> about(String name, StartingWeights read) {
        return read.notes().stream().filter(note -> note.startsWith(name + " ")).toList();
    }

    private static float[] firstColumn(Tensor table) {
        float[] column = new float[table.rows()];
        for (int row = 0; row < column.length; row++) {
            column[row] = table.get((long) row * table.columns());
        }
        return column;
    }

    private static SafetensorsWriter size(SafetensorsWriter writer, PatchGrid grid) {
        return writer.metadata("image_height", Integer.toString(4 * grid.rows()))
                .metadata("image_width", Integer.toString(4 * grid.columns()));
    }

    private static final float[] FROM_4X4 = {
        -0.875f,
        0.380675f,
        0.242909f,
        0.142216f,
        -0.048868f,
        -0.356563f,
        0.601436f,
        0.855506f,
        0.203397f,
        -0.357661f,
        0.067579f,
        -0.309788f,
        0.22246f,
        0.02982f,
        -0.537382f,
        -0.709283f
    };

    static Stream<Arguments> tablesOfOtherGrids() {
        return Stream.of(
                Arguments.of(new PatchGrid(4, 4), 1, FROM_4X4),
                Arguments.of(new PatchGrid(2, 2), 1, new float[] {
                    -0.875f,
                    0.265357f,
                    0.233005f,
                    0.147615f,
                    0.062226f,
                    0.029873f,
                    0.346256f,
                    0.238233f,
                    -0.046875f,
                    -0.331983f,
                    -0.440006f,
                    0.427154f,
                    0.243461f,
                    -0.241365f,
                    -0.726191f,
                    -0.909885f
                }),
                Arguments.of(new PatchGrid(6, 4), 1, new float[] {
                    -0.875f,
                    0.513138f,
                    0.491673f,
                    0.146607f,
                    -0.163027f,
                    -0.117884f,
                    0.016612f,
                    0.486613f,
                    0.148915f,
                    -0.404387f,
                    -0.339705f,
                    -0.483536f,
                    0.404327f,
                    0.700722f,
                    0.292625f,
                    -0.143909f
                }),
                // Without a row for the class token: zero stands in.
                Arguments.of(new PatchGrid(4, 4), 0, new float[] {
                    0,
                    -0.978811f,
                    0.022502f,
                    0.364738f,
                    0.13817f,
                    0.070171f,
                    -0.041142f,
                    0.419902f,
                    0.835867f,
                    0.501585f,
                    -0.447782f,
                    -0.235459f,
                    -0.314683f,
                    0.075318f,
                    0.180685f,
                    -0.433632f
                }));
    }

    @ParameterizedTest(name = "{0}, {1} rows of a class token")
    @MethodSource("tablesOfOtherGrids")
    void aTableOfAnotherGridIsInterpolatedAsTimmDoes(PatchGrid grid, int ofClass, float[] expected) throws IOException {
        try (Weights given = TinyNetworks.weights(1);
                Weights network = TinyNetworks.weights(2)) {
            int rows = grid.patches() + ofClass;
            StartingWeights read = read(
                    size(parameters(given, ""), grid).floats("pos_embed", table(rows, WIDTH), 1, rows, WIDTH), network);

            assertThat(firstColumn(network.encoderPositions())).containsExactly(expected, within(2e-6f));
            assertThat(about("pos_embed", read))
                    .hasSize(2)
                    .first()
                    .asString()
                    .contains("is for " + grid.rows() + "x" + grid.columns() + " patches")
                    .contains("interpolated (bicubic) to 3x5 patches")
                    .contains(ofClass == 1 ? "class token is kept" : "without the class token, whose row is zeros");
            assertThat(about("pos_embed", read).get(1)).contains("is not the table of sines and cosines");
        }
    }

    @Test
    void aSquareGridAndOneOfTheNetworksProportionsNeedNoMetadata() throws IOException {
        try (Weights given = TinyNetworks.weights(3);
                Weights network = TinyNetworks.weights(4)) {
            read(parameters(given, "").floats("pos_embed", table(17, WIDTH), 1, 17, WIDTH), network);
            assertThat(firstColumn(network.encoderPositions())).containsExactly(FROM_4X4, within(2e-6f));

            StartingWeights read = read(
                    parameters(given, "")
                            .floats("pos_embed", SinCosPositions.table(new PatchGrid(6, 10), WIDTH), 1, 61, WIDTH),
                    network);
            assertThat(about("pos_embed", read).get(0)).contains("6x10 patches");
        }
    }

    @Test
    void aLearnedTableOfSimMimIsInterpolatedToo() throws IOException {
        try (Weights given = TinySimMim.weights(Position.ABSOLUTE, 0, 5);
                Weights network = TinySimMim.weights(Position.ABSOLUTE, 0, 6)) {
            StartingWeights read = read(
                    parameters(given, SimMimParameters.POSITIONS)
                            .floats(SimMimParameters.POSITIONS, table(17, WIDTH), 1, 17, WIDTH),
                    network);

            assertThat(firstColumn(network.parameter(SimMimParameters.POSITIONS)))
                    .containsExactly(FROM_4X4, within(2e-6f));
            // It goes on being trained, and no sines and cosines were replaced.
            assertThat(about(SimMimParameters.POSITIONS, read)).hasSize(1);
        }
    }

    @Test
    void aTableOfDistancesIsInterpolatedAndWhatBelongsToTheClassTokenIsKept() throws IOException {
        float[] expected = {
            -0.494913f,
            -0.553879f,
            -0.604025f,
            -0.122856f,
            0.5f,
            0.739198f,
            0.717173f,
            0.351293f,
            0.141715f,
            0.770349f,
            0.717672f,
            0.565826f,
            0.021776f,
            -0.5625f,
            -0.666667f,
            -0.404928f,
            0.362069f,
            0.784157f,
            -0.997093f,
            -0.418103f,
            0.562927f,
            0.19633f,
            -0.625f,
            -0.833333f,
            -0.677694f,
            -0.030172f,
            0.331395f,
            0.488372f,
            0.247845f,
            -0.160727f,
            0.002143f,
            0.3125f,
            0.10631f,
            0.04954f,
            0.577587f,
            0.878634f,
            0.878634f,
            0.577586f,
            0.049539f,
            0.10631f,
            0.3125f,
            0.002143f,
            -0.160726f,
            0.247845f,
            0.488372f
        };
        try (Weights given = TinySimMim.weights(Position.RELATIVE, 0.1, 7);
                Weights network = TinySimMim.weights(Position.RELATIVE, 0.1, 8)) {
            StartingWeights read = read(
                    parameters(given, SimMimParameters.BIAS_TABLE)
                            .floats(SimMimParameters.BIAS_TABLE, table(28, 3), 28, 3),
                    network);

            Tensor biases = network.parameter(SimMimParameters.BIAS_TABLE);
            for (int i = 0; i < expected.length; i++) {
                assertThat(biases.get(3L * i + 1)).as("distance " + i).isCloseTo(expected[i], within(2e-6f));
            }
            for (int i = 0; i < 9; i++) {
                assertThat(biases.get(3L * 45 + i)).isEqualTo(table(28, 3)[75 + i]);
            }
            assertThat(about(SimMimParameters.BIAS_TABLE, read).get(0))
                    .contains("3x3 patches")
                    .contains("3x5 patches");
        }
    }

    @Test
    void aLearnedTableOfTheSameGridIsUsedAsItIsAndSaid() throws IOException {
        try (Weights given = TinyNetworks.weights(9);
                Weights network = TinyNetworks.weights(10)) {
            StartingWeights read = read(
                    size(parameters(given, ""), new PatchGrid(3, 5))
                            .floats("pos_embed", table(16, WIDTH), 1, 16, WIDTH),
                    network);

            assertThat(network.encoderPositions().toArray()).isEqualTo(table(16, WIDTH));
            assertThat(about("pos_embed", read))
                    .containsExactly("pos_embed is not the table of sines and cosines, which it replaces; it is used as"
                            + " it is and not trained");
        }
    }

    @Test
    void withoutMetadataAsManyRowsAsASquareGridHasAreTakenForThatGridAsTimmDoes() throws IOException {
        try (Weights given = TinyNetworks.weights(11);
                Weights network = Weights.zeros(new org.masque.model.vit.ModelShape(
                        8, 32, 4, TinyNetworks.SHAPE.encoder(), TinyNetworks.SHAPE.use()))) {
            StartingWeights read =
                    read(parameters(given, "").floats("pos_embed", table(17, WIDTH), 1, 17, WIDTH), network);
            assertThat(about("pos_embed", read).get(0)).contains("4x4 patches").contains("2x8 patches");
        }
    }

    @Test
    void whatIsTheNetworksOwnIsReadWithoutAWord() throws IOException {
        try (Weights given = TinyNetworks.weights(12);
                Weights network = TinyNetworks.weights(13)) {
            assertThat(read(WeightsFile.writer(given, Part.ENCODER_AND_DECODER), network)
                            .notes())
                    .isEmpty();
        }
    }

    @Test
    void sinesAndCosinesThatTakeThePlaceOfAMissingTableAreSaid() throws IOException {
        try (Weights given = TinyNetworks.weights(14);
                Weights network = TinyNetworks.weights(15)) {
            float[] before = network.encoderPositions().toArray();
            StartingWeights read = read(parameters(given, ""), network);

            assertThat(network.encoderPositions().toArray()).isEqualTo(before);
            assertThat(read.notes())
                    .containsExactlyInAnyOrder(
                            "pos_embed is not in the file: sines and cosines of 3x5 patches take its place",
                            "decoder_pos_embed is not in the file: sines and cosines of 3x5 patches take its place");
        }
    }

    @ParameterizedTest
    @MethodSource("tablesThatFitNothing")
    void aTableThatIsForNoGridIsRefusedWithTheRemedy(long[] shape, String said) {
        try (Weights given = TinyNetworks.weights(16);
                Weights network = TinyNetworks.weights(17)) {
            float[] values = new float
                    [(int) Stream.of(shape)
                            .flatMapToLong(java.util.Arrays::stream)
                            .reduce(1, (a, b) -> a * b)];
            assertThatThrownBy(() -> read(parameters(given, "").floats("pos_embed", values, shape), network))
                    .isInstanceOf(SafetensorsException.class)
                    .hasMessageContaining("'pos_embed'")
                    .hasMessageContaining(said);
        }
    }

    static Stream<Arguments> tablesThatFitNothing() {
        return Stream.of(
                Arguments.of(new long[] {1, 19, WIDTH}, "19 rows, which is no square grid: metadata image_height"),
                Arguments.of(new long[] {1, 16, 16}, "has shape [1, 16, 16], not [1, 16, 12]"),
                Arguments.of(new long[] {192}, "has shape [192], not [1, 16, 12]"));
    }
}
