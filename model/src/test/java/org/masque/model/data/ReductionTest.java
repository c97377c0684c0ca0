package org.masque.model.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.masking.CropBox;
import org.masque.masking.ViewGeometry;

/** A view of an image that was decoded smaller looks as one of the whole image. */
class ReductionTest {
    // No multiple of 8, so that the last decoded pixels stand for fewer than the others.
    private static final int HEIGHT = 773;
    private static final int WIDTH = 1001;
    private static final int VIEW = 40;

    private final ImageDecoder decoder = new ImageDecoder(10_000_000);

    @ParameterizedTest
    @CsvSource({"80, 80, 1", "159, 400, 1", "160, 400, 2", "319, 319, 2", "320, 1000, 4", "640, 640, 8", "3000, 3000, 8"
    })
    void aCropKeepsTwoDecodedPixelsForEachOfTheView(int height, int width, int expected) {
        CropBox crop = new CropBox(5, 7, height, width, 3100, 3100);

        assertThat(Reduction.of(crop, VIEW, VIEW)).isEqualTo(expected);
    }

    // Steep enough that a view shifted by one pixel of the file would be five levels off.
    private static BufferedImage waves() {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int across = (int) Math.round(127 + 100 * Math.sin(2 * Math.PI * x / 128));
                int down = (int) Math.round(127 + 100 * Math.sin(2 * Math.PI * y / 128));
                image.setRGB(x, y, across << 16 | down << 8 | (across + down) / 2);
            }
        }
        return image;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void theViewIsThatOfTheWholeImage(int reduction) throws BadImageException {
        byte[] jpeg = SampleImages.encode(waves(), "jpg");
        ViewGeometry geometry = new ViewGeometry(new CropBox(33, 59, 701, 893, HEIGHT, WIDTH), true);

        RawImage reduced = decoder.decode("waves", jpeg, (height, width) -> reduction);

        assertThat(reduced.height()).isEqualTo((HEIGHT + reduction - 1) / reduction);
        assertThat(reduced.full()).isEqualTo(new RawImage.FullSize(HEIGHT, WIDTH, reduction));
        float[] expected = view(decoder.decode("waves", jpeg), geometry);
        float[] actual = view(reduced, geometry);
        double sum = 0;
        for (int i = 0; i < actual.length; i++) {
            sum += Math.abs(actual[i] - expected[i]);
        }
        assertThat(sum / actual.length).as("levels of 255, on average").isLessThan(2);
    }

    private static float[] view(RawImage image, ViewGeometry geometry) {
        Augmentation.Range all = new Augmentation.Range(1, 1);
        float[] mean = {0, 0, 0};
        float[] std = {1f / 255, 1f / 255, 1f / 255};
        Augmentation levels = new Augmentation(VIEW, VIEW, all, all, 0, mean, std);
        float[] view = new float[levels.viewLength()];
        new ViewRenderer(levels).render(image, geometry, FloatBuffer.wrap(view), 0);
        return view;
    }

    @Test
    void aTurnedImageIsAskedForByItsUprightSize() throws BadImageException {
        byte[] jpeg = SampleImages.withOrientation(SampleImages.encode(waves(), "jpg"), 6);
        List<Integer> asked = new ArrayList<>();

        RawImage image = decoder.decode("waves", jpeg, (height, width) -> {
            asked.addAll(List.of(height, width));
            return 4;
        });

        assertThat(asked).containsExactly(WIDTH, HEIGHT);
        assertThat(image.full().height()).isEqualTo(WIDTH);
        assertThat(image.full().width()).isEqualTo(HEIGHT);
        assertThat(image.height()).isEqualTo((WIDTH + 3) / 4);
    }

    @Test
    void onlyAJpegIsDecodedSmaller() throws BadImageException {
        byte[] png = SampleImages.encode(SampleImages.quarters(64, 64), "png");

        assertThat(decoder.decode("quarters", png, (height, width) -> 2).height())
                .isEqualTo(64);
    }
}
