package org.masque.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.masque.masking.CropBox;
import org.masque.masking.ViewGeometry;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.TensorRef;

@ExtendWith(NoTensorLeaks.class)
class ViewRendererTest {
    private static final Augmentation.Range ALL = new Augmentation.Range(1, 1);

    /** Views whose values are grey levels from 0 to 255. */
    private static Augmentation levels(int height, int width) {
        float[] mean = {0, 0, 0};
        float[] std = {1f / 255, 1f / 255, 1f / 255};
        return new Augmentation(height, width, ALL, ALL, 0, mean, std);
    }

    private static RawImage grey(int height, int width, int... levels) {
        byte[] rgb = new byte[3 * levels.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) levels[i / 3];
        }
        return new RawImage(height, width, rgb);
    }

    private static RawImage noise(int height, int width, long seed) {
        byte[] rgb = new byte[3 * height * width];
        new Random(seed).nextBytes(rgb);
        return new RawImage(height, width, rgb);
    }

    private static float[] render(RawImage image, ViewGeometry geometry, Augmentation augmentation) {
        float[] view = new float[augmentation.viewLength()];
        new ViewRenderer(augmentation).render(image, geometry, FloatBuffer.wrap(view), 0);
        return view;
    }

    private static float[] redOfWhole(RawImage image, int height, int width) {
        float[] view = render(image, Augmentation.whole(image.height(), image.width()), levels(height, width));
        return java.util.Arrays.copyOf(view, height * width);
    }

    @Test
    void theWholeImageAtItsOwnSizeIsUnchanged() {
        RawImage image = noise(13, 17, 4);
        float[] view = render(image, Augmentation.whole(13, 17), levels(13, 17));

        for (int i = 0; i < 13 * 17; i++) {
            for (int channel = 0; channel < 3; channel++) {
                assertThat(view[channel * 13 * 17 + i]).isCloseTo(image.rgb()[3 * i + channel] & 0xFF, within(1e-4f));
            }
        }
    }

    @Test
    void doublingAnAxisWeighsFourNeighboursByKeysKernel() {
        // a = -0.5 at distances 1/4, 3/4, 5/4, 7/4: 111, 29, -9, -3 of 128. A step from 0 to 128; undershoots are
        // clamped.
        float[] row = redOfWhole(grey(1, 8, 0, 0, 0, 0, 128, 128, 128, 128), 1, 16);

        assertThat(row)
                .containsExactly(
                        new float[] {0, 0, 0, 0, 0, 0, 0, 29 - 3, 111 - 9, 128 + 9, 128 + 3, 128, 128, 128, 128, 128},
                        within(1e-3f));
    }

    @Test
    void bothAxesTogetherAgreeWithPil() {
        int[] levels = new int[35];
        for (int i = 0; i < 35; i++) {
            levels[i] = (i % 7 * 37 + i / 7 * 91 + i % 7 * (i / 7) * 13) % 256;
        }

        // Image.resize((4, 8), Image.BICUBIC) of Pillow 12 on a picture of mode F: one axis shrinks, the other grows.
        assertThat(redOfWhole(grey(5, 7, levels), 8, 4))
                .containsExactly(
                        new float[] {
                            7.873f, 67.7761f, 148.1074f, 214.5445f, 47.7949f, 133.0021f, 124.0822f, 165.3016f,
                            117.5784f, 204.9055f, 103.2459f, 103.5279f, 198.1893f, 126.8653f, 158.1147f, 122.5119f,
                            169.6293f, 119.0078f, 168.4722f, 153.5719f, 50.8451f, 184.9212f, 130.7302f, 177.7612f,
                            99.0544f, 129.7369f, 140.5918f, 127.2865f, 153.3897f, 79.0986f, 153.3605f, 85.6034f
                        },
                        within(1e-3f));
    }

    @Test
    void halvingAnAxisWeighsEveryPixelUnderTheStretchedKernel() {
        // Kernel stretched by 2, sampled at 1/4, 3/4, 5/4, 7/4 on both sides: 111, 29, -9, -3 of 256. One bright pixel.
        float[] row = redOfWhole(grey(1, 16, 0, 0, 0, 0, 0, 0, 0, 128, 0, 0, 0, 0, 0, 0, 0, 0), 1, 8);

        assertThat(row[3]).isCloseTo(128 * 111f / 256, within(1e-3f));
        assertThat(row[4]).isCloseTo(128 * 29f / 256, within(1e-3f));
        assertThat(row[2]).isZero();
    }

    @ParameterizedTest(name = "{0}x{1} to {2}x{3}")
    @CsvSource({"1, 1, 8, 8", "7, 5, 32, 16", "64, 48, 9, 11", "300, 2, 3, 5", "32, 32, 32, 32"})
    void aConstantImageStaysConstant(int height, int width, int viewHeight, int viewWidth) {
        int[] levels = IntStream.generate(() -> 77).limit((long) height * width).toArray();

        assertThat(redOfWhole(grey(height, width, levels), viewHeight, viewWidth))
                .containsOnly(new float[] {77}, within(1e-3f));
    }

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({"1, 7", "3, 3", "5, 32", "32, 5", "224, 64", "1000, 3"})
    void theWeightsOfEveryOutputPixelSumToOneAndStayInside(int in, int out) {
        BicubicWeights weights = new BicubicWeights();
        weights.prepare(CropAxis.of(0, in, 1), out);

        for (int x = 0; x < out; x++) {
            float sum = 0;
            for (int k = 0; k < weights.count(x); k++) {
                sum += weights.values()[weights.offset(x) + k];
            }
            assertThat(sum).isCloseTo(1, within(1e-5f));
            assertThat(weights.first(x)).isNotNegative();
            assertThat(weights.first(x) + weights.count(x)).isLessThanOrEqualTo(in);
            assertThat(weights.count(x)).isLessThanOrEqualTo(weights.maxCount());
        }
    }

    @Test
    void pixelsOutsideTheCropHaveNoInfluence() {
        RawImage image = noise(40, 50, 8);
        CropBox box = new CropBox(7, 11, 20, 30, 40, 50);
        byte[] part = new byte[3 * 20 * 30];
        for (int row = 0; row < 20; row++) {
            System.arraycopy(image.rgb(), 3 * ((7 + row) * 50 + 11), part, 3 * row * 30, 3 * 30);
        }

        assertThat(render(image, new ViewGeometry(box, false), levels(16, 24)))
                .containsExactly(render(new RawImage(20, 30, part), Augmentation.whole(20, 30), levels(16, 24)));
    }

    @Test
    void aFlippedViewIsTheMirrorImage() {
        RawImage image = noise(20, 20, 5);
        CropBox box = new CropBox(2, 3, 15, 9, 20, 20);
        float[] straight = render(image, new ViewGeometry(box, false), levels(8, 8));
        float[] flipped = render(image, new ViewGeometry(box, true), levels(8, 8));

        for (int i = 0; i < straight.length; i++) {
            assertThat(flipped[i]).isEqualTo(straight[i - i % 8 + 7 - i % 8]);
        }
    }

    @Test
    void eachChannelIsNormalisedByItsOwnMeanAndDeviation() {
        Augmentation augmentation =
                new Augmentation(1, 1, ALL, ALL, 0, new float[] {0.5f, 0.25f, 0}, new float[] {0.5f, 0.25f, 2});
        byte[] pixel = {(byte) 255, 0, (byte) 255};

        assertThat(render(new RawImage(1, 1, pixel), Augmentation.whole(1, 1), augmentation))
                .containsExactly(1f, -1f, 0.5f);
    }

    @Test
    void aRendererUsedBeforeGivesTheSameNumbersAsANewOne() {
        Augmentation augmentation = levels(32, 32);
        ViewRenderer used = new ViewRenderer(augmentation);
        float[] view = new float[augmentation.viewLength() + 5];
        for (int side : new int[] {200, 3, 64}) {
            used.render(noise(side, side, side), Augmentation.whole(side, side), FloatBuffer.wrap(view), 5);
        }

        float[] fresh = render(noise(64, 64, 64), Augmentation.whole(64, 64), augmentation);
        assertThat(java.util.Arrays.copyOfRange(view, 5, view.length)).containsExactly(fresh);
    }

    @Test
    void aTensorReceivesTheSameFloatsAsABuffer() {
        RawImage image = noise(10, 10, 6);
        float[] expected = render(image, Augmentation.whole(10, 10), levels(4, 6));
        try (TensorRef batch = TensorRef.zeros(2, 3, 4, 6)) {
            new ViewRenderer(levels(4, 6))
                    .render(image, Augmentation.whole(10, 10), batch.tensor().slice(72, 3, 4, 6));

            assertThat(batch.tensor().slice(72, 72).toArray()).containsExactly(expected);
            assertThat(batch.tensor().slice(0, 72).toArray()).containsOnly(0f);
        }
    }

    @Test
    void aCropOfAnotherImageIsRefused() {
        assertThatThrownBy(() -> render(noise(8, 8, 1), Augmentation.whole(9, 8), levels(4, 4)))
                .hasMessageContaining("is not a part of an image of 8x8");
    }
}
