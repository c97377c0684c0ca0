package org.masque.model.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.masque.model.kernels.Closeness.assertClose;
import static org.masque.model.kernels.Closeness.sum;
import static org.masque.model.kernels.FiniteDifferences.gradient;
import static org.masque.model.kernels.LawTensors.doubles;
import static org.masque.model.kernels.NaiveKernels.rows;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.masque.model.kernels.Kernels.PixelOrder;
import org.masque.model.tensor.Tensor;

/** What holds for the kernels that place, add and select tokens. */
interface TokenLaws {
    Kernels kernels();

    /** Images, patches used, patches left out, width. */
    static Stream<Arguments> encoderShapes() {
        return Shapes.of(new int[][] {{1, 1, 1, 1}, {3, 1, 8, 5}, {1, 47, 30, 3}, {2, 17, 5, 16}}, 4, 9, 9, 20);
    }

    /** Images, visible patches, masked patches, width. */
    static Stream<Arguments> decoderShapes() {
        return Shapes.of(new int[][] {{1, 1, 1, 1}, {3, 1, 8, 5}, {1, 30, 47, 3}, {2, 17, 5, 16}}, 4, 9, 9, 20);
    }

    @ParameterizedTest(name = "seed {0}, {1} images, {2} patches, {4} wide")
    @MethodSource("org.masque.model.kernels.TokenLaws#encoderShapes")
    default void encoderTokensPutTheClassTokenFirstAndAddPositions(
            long seed, int images, int patches, int others, int width) {
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            int[] numbers = tensors.patches(images, patches, patches + others);
            Tensor embedded = tensors.input(images * patches, width);
            Tensor classToken = tensors.input(width);
            Tensor positions = tensors.input(patches + others + 1, width);
            Tensor y = tensors.output(images * (patches + 1), width);
            kernels().encoderTokens(embedded, classToken, positions, numbers, y);
            int tokens = patches + 1;
            double[] given = NaiveKernels.encoderTokens(doubles(embedded), doubles(classToken), patches);
            double[] places = rows(
                    doubles(positions),
                    width,
                    images * tokens,
                    row -> row % tokens == 0 ? 0 : 1 + numbers[row / tokens * patches + row % tokens - 1]);
            assertClose("y", y, sum(given, places));
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} images, {2} patches, {4} wide")
    @MethodSource("org.masque.model.kernels.TokenLaws#encoderShapes")
    default void theGradientsOfEncoderTokensFollowTheTokens(long seed, int images, int patches, int others, int width) {
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            Tensor dy = tensors.input(images * (patches + 1), width);
            Tensor dembedded = tensors.output(images * patches, width);
            Tensor dclass = tensors.state(width);
            double[] embedded = new double[images * patches * width];
            double[] expected =
                    gradient(v -> NaiveKernels.encoderTokens(v, new double[width], patches), embedded, doubles(dy));
            double[] expectedClass = sum(
                    doubles(dclass),
                    gradient(v -> NaiveKernels.encoderTokens(embedded, v, patches), new double[width], doubles(dy)));
            kernels().encoderTokensBackward(dy, dembedded, dclass);
            assertClose("dembedded", dembedded, expected);
            assertClose("dclassToken", dclass, expectedClass);
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} images, {2} visible, {3} masked, {4} wide")
    @MethodSource("org.masque.model.kernels.TokenLaws#decoderShapes")
    default void decoderTokensAppendMaskTokensAndAddPositions(
            long seed, int images, int visible, int masked, int width) {
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            int thrown = 2;
            int patches = visible + masked;
            int[] numbers = tensors.patches(images, patches, patches + thrown);
            Tensor embedded = tensors.input(images * (visible + 1), width);
            Tensor maskToken = tensors.input(width);
            Tensor positions = tensors.input(patches + thrown + 1, width);
            Tensor y = tensors.output(images * (1 + patches), width);
            int[] shown = NaiveKernels.columns(numbers, patches, 0, visible);
            int[] hidden = NaiveKernels.columns(numbers, patches, visible, patches);
            kernels().decoderTokens(embedded, maskToken, positions, shown, hidden, y);
            int tokens = patches + 1;
            double[] given = NaiveKernels.decoderTokens(doubles(embedded), doubles(maskToken), visible, masked);
            double[] places = rows(
                    doubles(positions),
                    width,
                    images * tokens,
                    row -> row % tokens == 0 ? 0 : 1 + numbers[row / tokens * patches + row % tokens - 1]);
            assertClose("y", y, sum(given, places));
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} images, {2} visible, {3} masked, {4} wide")
    @MethodSource("org.masque.model.kernels.TokenLaws#decoderShapes")
    default void theGradientsOfDecoderTokensFollowTheTokens(long seed, int images, int visible, int masked, int width) {
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            Tensor dy = tensors.input(images * (1 + visible + masked), width);
            Tensor dembedded = tensors.output(images * (visible + 1), width);
            Tensor dmask = tensors.state(width);
            double[] embedded = new double[images * (visible + 1) * width];
            double[] expected = gradient(
                    v -> NaiveKernels.decoderTokens(v, new double[width], visible, masked), embedded, doubles(dy));
            double[] expectedMask = sum(
                    doubles(dmask),
                    gradient(
                            v -> NaiveKernels.decoderTokens(embedded, v, visible, masked),
                            new double[width],
                            doubles(dy)));
            kernels().decoderTokensBackward(dy, masked, dembedded, dmask);
            assertClose("dembedded", dembedded, expected);
            assertClose("dmaskToken", dmask, expectedMask);
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} images, {2} of {2} + {3} tokens, {4} wide")
    @MethodSource("org.masque.model.kernels.TokenLaws#decoderShapes")
    default void lastTokensAreCopiedAndTheirGradientIsPutBackAmongZeros(
            long seed, int images, int count, int others, int width) {
        int tokens = count + others;
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            Tensor x = tensors.input(images * tokens, width);
            Tensor dy = tensors.input(images * count, width);
            Tensor y = tensors.output(images * count, width);
            Tensor dx = tensors.output(images * tokens, width);
            kernels().lastTokens(x, tokens, count, y);
            kernels().lastTokensBackward(dy, tokens, count, dx);
            assertClose("y", y, NaiveKernels.lastTokens(doubles(x), width, tokens, count));
            assertClose(
                    "dx", dx, gradient(v -> NaiveKernels.lastTokens(v, width, tokens, count), doubles(x), doubles(dy)));
        }
    }

    @Test
    default void allTokensMayBeTheLast() {
        try (LawTensors tensors = LawTensors.seeded(3)) {
            Tensor x = tensors.input(6, 5);
            Tensor y = tensors.output(6, 5);
            kernels().lastTokens(x, 3, 3, y);
            assertThat(y.toArray()).isEqualTo(x.toArray());
        }
    }

    /** Images, rows of the grid, columns of the grid, side of a patch. */
    static Stream<Arguments> patchShapes() {
        return Shapes.of(new int[][] {{1, 1, 1, 1}, {2, 1, 5, 3}, {1, 7, 3, 2}, {3, 4, 4, 4}}, 3, 5, 5, 5);
    }

    @ParameterizedTest(name = "seed {0}, {1} images of {2} x {3} patches of side {4}")
    @MethodSource("org.masque.model.kernels.TokenLaws#patchShapes")
    default void patchesKeepEveryPixelInTheOrderAskedFor(long seed, int images, int high, int wide, int side) {
        int channels = 1 + (int) (seed % 3);
        int kept = (high * wide + 1) / 2;
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            Tensor pixels = tensors.input(images, channels, high * side, wide * side);
            int[] patches = tensors.patches(images, kept, high * wide);
            for (PixelOrder order : PixelOrder.values()) {
                Tensor y = tensors.output(images * kept, channels * side * side);
                kernels().extractPatches(pixels, side, patches, order, y);
                double[] expected = NaiveKernels.extractPatches(doubles(pixels), pixels.shape(), side, patches, order);
                assertClose(order.name(), y, expected);
            }
        }
    }
}
