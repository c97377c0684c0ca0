package org.masque.model.kernels;

import static org.masque.model.kernels.Closeness.assertClose;
import static org.masque.model.kernels.FiniteDifferences.gradient;
import static org.masque.model.kernels.LawTensors.doubles;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.masque.model.tensor.Tensor;

/** What holds for the kernels of a convolutional decoder. */
interface PixelLaws {
    Kernels kernels();

    static Stream<Arguments> images() {
        return Stream.of(
                Arguments.of(1L, 1, 1, 1, 1, 2),
                Arguments.of(2L, 2, 3, 2, 6, 2),
                Arguments.of(3L, 2, 4, 5, 17, 1),
                Arguments.of(4L, 1, 2, 3, 33, 3));
    }

    @ParameterizedTest(name = "seed {0}, {1} images of {2}x{3} pixels, {4} channels, {5} times larger")
    @MethodSource("org.masque.model.kernels.PixelLaws#images")
    default void neighbourhoodsAreThoseOfTheEnlargedImage(
            long seed, int images, int height, int width, int channels, int zoom) {
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            Tensor x = tensors.input(images * height * width, channels);
            int large = images * height * width * zoom * zoom;
            Tensor y = tensors.output(large, 9 * channels);
            NaivePixels naive = new NaivePixels(images, height, width, channels);
            kernels().neighbourhoods(x, height, width, zoom, y);
            assertClose("y", y, naive.neighbourhoods(doubles(x), zoom));

            Tensor dy = tensors.input(large, 9 * channels);
            Tensor dx = tensors.output(images * height * width, channels);
            kernels().neighbourhoodsBackward(dy, height, width, zoom, dx);
            assertClose("dx", dx, gradient(v -> naive.neighbourhoods(v, zoom), doubles(x), doubles(dy)));
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} images of {2}x{3} pixels, {4} channels")
    @MethodSource("org.masque.model.kernels.PixelLaws#images")
    default void adaptiveNormGivesEachChannelTheMeanAndDeviationOfTheStyle(
            long seed, int images, int height, int width, int channels, int zoom) {
        int rows = images * (height * width + 3);
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            Tensor x = tensors.input(rows, channels);
            Tensor style = tensors.input(images, 2 * channels);
            Tensor y = tensors.output(rows, channels);
            Tensor statistics = tensors.output(images, 2 * channels);
            NaivePixels naive = new NaivePixels(images, 1, rows / images, channels);
            kernels().adaptiveNorm(x, style, y, statistics);
            assertClose("y", y, naive.adaptiveNorm(doubles(x), doubles(style)));

            Tensor dy = tensors.input(rows, channels);
            Tensor dx = tensors.output(rows, channels);
            Tensor dstyle = tensors.output(images, 2 * channels);
            kernels().adaptiveNormBackward(dy, x, style, statistics, dx, dstyle);
            assertClose("dx", dx, gradient(v -> naive.adaptiveNorm(v, doubles(style)), doubles(x), doubles(dy)));
            assertClose(
                    "dstyle", dstyle, gradient(v -> naive.adaptiveNorm(doubles(x), v), doubles(style), doubles(dy)));
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} rows, {2} columns")
    @MethodSource("org.masque.model.kernels.NormalizationLaws#shapes")
    default void aLeakyRectifierLetsAShareOfWhatIsBelowZeroThrough(long seed, int rows, int width) {
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            Tensor x = tensors.state(rows, width);
            double[] before = doubles(x);
            Tensor y = tensors.output(rows, width);
            kernels().leakyRelu(x, 0.2f, y);
            assertClose("y", y, NaivePixels.leakyRelu(before));
            Tensor dy = tensors.state(rows, width);
            double[] expected = gradient(NaivePixels::leakyRelu, before, doubles(dy));
            kernels().leakyReluBackward(dy, y, 0.2f, dy);
            assertClose("dx in the place of dy", dy, expected);
            kernels().leakyRelu(x, 0.2f, x);
            assertClose("y in the place of x", x, NaivePixels.leakyRelu(before));
        }
    }
}
