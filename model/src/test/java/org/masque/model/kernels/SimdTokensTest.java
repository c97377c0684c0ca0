package org.masque.model.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.masque.model.kernels.Doubles.assertClose;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.model.kernels.Kernels.PixelOrder;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.Tensor;

@ExtendWith(NoTensorLeaks.class)
class SimdTokensTest {
    private static final int IMAGES = 3;
    private static final int PATCHES = 12;

    private Kernels kernels;

    @BeforeEach
    void openKernels() {
        kernels = KernelsProvider.open("simd");
    }

    @AfterEach
    void closeKernels() {
        kernels.close();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void patchesKeepTheOrderOfPixelsThatIsAskedFor(long seed) {
        int side = 4;
        int channels = 3;
        int height = 12;
        int width = 16;
        try (GuardedTensors tensors = new GuardedTensors(seed)) {
            Tensor images = tensors.random(IMAGES, channels, height, width);
            int[] patches = tensors.patchNumbers(IMAGES * 5, PATCHES);
            Tensor first = tensors.undefined(IMAGES * 5, channels * side * side);
            Tensor last = tensors.undefined(IMAGES * 5, channels * side * side);

            kernels.extractPatches(images, side, patches, PixelOrder.CHANNEL_FIRST, first);
            kernels.extractPatches(images, side, patches, PixelOrder.CHANNEL_LAST, last);

            for (int i = 0; i < patches.length * channels * side * side; i++) {
                int within = i % (channels * side * side);
                int patch = i / (channels * side * side);
                int channel = within / (side * side);
                int y = patches[patch] / 4 * side + within / side % side;
                int x = patches[patch] % 4 * side + within % side;
                float pixel = images.get(((patch / 5 * channels + channel) * height + y) * width + x);
                assertThat(first.get(i)).isEqualTo(pixel);
                int pixelLast = within % (side * side) * channels + channel;
                assertThat(last.get(patch * channels * side * side + pixelLast)).isEqualTo(pixel);
            }
        }
    }

    @Test
    void aPatchOutsideTheGridIsNamed() {
        try (GuardedTensors tensors = new GuardedTensors(1)) {
            Tensor images = tensors.random(1, 1, 4, 4);
            Tensor y = tensors.undefined(1, 4);
            assertThatThrownBy(() -> kernels.extractPatches(images, 2, new int[] {4}, PixelOrder.CHANNEL_LAST, y))
                    .hasMessage("patch 4 of a grid of 4");
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} patches used, width {2}")
    @CsvSource({"1,0,8", "2,1,5", "3,7,192", "4,12,33"})
    void encoderTokensAreTheClassTokenAndPatchesWithTheirPositions(long seed, int used, int width) {
        try (GuardedTensors tensors = new GuardedTensors(seed)) {
            Tensor embedded = tensors.random(IMAGES * used, width);
            Tensor classToken = tensors.random(width);
            Tensor positions = tensors.random(PATCHES + 1, width);
            int[] patches = tensors.patchNumbers(IMAGES * used, PATCHES);
            Tensor y = tensors.undefined(IMAGES * (used + 1), width);

            kernels.encoderTokens(embedded, classToken, positions, patches, y);

            double[] expected = new double[IMAGES * (used + 1) * width];
            for (int i = 0; i < expected.length; i++) {
                int image = i / width / (used + 1);
                int token = i / width % (used + 1);
                int patch = image * used + token - 1;
                expected[i] = token == 0
                        ? classToken.get(i % width) + positions.get(i % width)
                        : embedded.get((long) patch * width + i % width)
                                + positions.get((patches[patch] + 1L) * width + i % width);
            }
            assertClose(y, expected);
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} patches used, width {2}")
    @CsvSource({"1,0,8", "2,1,5", "3,7,192", "4,12,33"})
    void theClassTokenCollectsItsGradientOverImages(long seed, int used, int width) {
        try (GuardedTensors tensors = new GuardedTensors(seed)) {
            Tensor dy = tensors.random(IMAGES * (used + 1), width);
            Tensor dembedded = tensors.undefined(IMAGES * used, width);
            Tensor dclass = tensors.random(width);
            double[] expectedClass = Doubles.of(dclass);
            double[] expected = new double[IMAGES * used * width];
            for (int i = 0; i < dy.length(); i++) {
                int token = i / width % (used + 1);
                if (token == 0) {
                    expectedClass[i % width] += dy.get(i);
                } else {
                    expected[(i / width / (used + 1) * used + token - 1) * width + i % width] = dy.get(i);
                }
            }

            kernels.encoderTokensBackward(dy, dembedded, dclass);

            assertClose(dembedded, expected);
            assertClose(dclass, expectedClass);
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} visible, {2} masked, width {3}")
    @CsvSource({"1,3,5,8", "2,1,1,5", "3,4,0,17", "4,0,4,33", "5,3,9,96"})
    void decoderTokensAreTheVisibleThenTheMaskedWithTheirPositions(long seed, int kept, int hidden, int width) {
        try (GuardedTensors tensors = new GuardedTensors(seed)) {
            Tensor embedded = tensors.random(IMAGES * (kept + 1), width);
            Tensor maskToken = tensors.random(width);
            Tensor positions = tensors.random(PATCHES + 1, width);
            int[] visible = tensors.patchNumbers(IMAGES * kept, PATCHES);
            int[] masked = tensors.patchNumbers(IMAGES * hidden, PATCHES);
            int tokens = 1 + kept + hidden;
            Tensor y = tensors.undefined(IMAGES * tokens, width);

            kernels.decoderTokens(embedded, maskToken, positions, visible, masked, y);

            double[] expected = new double[IMAGES * tokens * width];
            for (int i = 0; i < expected.length; i++) {
                int image = i / width / tokens;
                int token = i / width % tokens;
                int position = token == 0
                        ? 0
                        : 1
                                + (token <= kept
                                        ? visible[image * kept + token - 1]
                                        : masked[image * hidden + token - 1 - kept]);
                float value = token <= kept
                        ? embedded.get((image * (kept + 1L) + token) * width + i % width)
                        : maskToken.get(i % width);
                expected[i] = value + positions.get((long) position * width + i % width);
            }
            assertClose(y, expected);
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} visible, {2} masked, width {3}")
    @CsvSource({"1,3,5,8", "2,1,1,5", "3,4,0,17", "4,0,4,33", "5,3,9,96"})
    void theMaskTokenCollectsItsGradientOverMaskedTokens(long seed, int kept, int hidden, int width) {
        try (GuardedTensors tensors = new GuardedTensors(seed)) {
            int tokens = 1 + kept + hidden;
            Tensor dy = tensors.random(IMAGES * tokens, width);
            Tensor dembedded = tensors.undefined(IMAGES * (kept + 1), width);
            Tensor dmask = tensors.random(width);
            double[] expectedMask = Doubles.of(dmask);
            double[] expected = new double[IMAGES * (kept + 1) * width];
            for (int i = 0; i < dy.length(); i++) {
                int image = i / width / tokens;
                int token = i / width % tokens;
                if (token <= kept) {
                    expected[(image * (kept + 1) + token) * width + i % width] = dy.get(i);
                } else {
                    expectedMask[i % width] += dy.get(i);
                }
            }

            kernels.decoderTokensBackward(dy, hidden, dembedded, dmask);

            assertClose(dembedded, expected);
            assertClose(dmask, expectedMask);
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} tokens, last {2}, width {3}")
    @CsvSource({"1,5,2,8", "2,1,1,5", "3,17,0,33", "4,6,6,3"})
    void theLastTokensAreCopiedAndTheirGradientGoesBackAmongZeros(long seed, int tokens, int count, int width) {
        try (GuardedTensors tensors = new GuardedTensors(seed)) {
            Tensor x = tensors.random(IMAGES * tokens, width);
            Tensor y = tensors.undefined(IMAGES * count, width);
            Tensor dx = tensors.undefined(IMAGES * tokens, width);

            kernels.lastTokens(x, tokens, count, y);
            kernels.lastTokensBackward(y, tokens, count, dx);

            for (int i = 0; i < x.length(); i++) {
                boolean last = i / width % tokens >= tokens - count;
                assertThat(dx.get(i)).isEqualTo(last ? x.get(i) : 0);
            }
        }
    }
}
