package org.masque.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import org.assertj.core.api.SoftAssertions;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
    private static final long LIMIT = 1_000_000;
    private final ImageDecoder decoder = new ImageDecoder(LIMIT);

    private RawImage decode(byte[] encoded) throws BadImageException {
        return decoder.decode("sample", encoded);
    }

    private SkipReason reasonFor(byte[] encoded) {
        BadImageException bad = catchThrowableOfType(BadImageException.class, () -> decode(encoded));
        assertThat(bad).as("must be refused").isNotNull();
        assertThat(bad).hasMessageStartingWith("sample: ");
        return bad.reason();
    }

    private static int[] pixel(RawImage image, int row, int column) {
        int at = 3 * (row * image.width() + column);
        return new int[] {image.rgb()[at] & 0xFF, image.rgb()[at + 1] & 0xFF, image.rgb()[at + 2] & 0xFF};
    }

    private static void assertColour(int[] rgb, Color expected, int tolerance) {
        SoftAssertions.assertSoftly(softly -> {
            softly.assertThat(rgb[0]).as("red").isCloseTo(expected.getRed(), within(tolerance));
            softly.assertThat(rgb[1]).as("green").isCloseTo(expected.getGreen(), within(tolerance));
            softly.assertThat(rgb[2]).as("blue").isCloseTo(expected.getBlue(), within(tolerance));
        });
    }

    @ParameterizedTest
    @CsvSource({"png, 0", "bmp, 0", "jpg, 3"})
    void aColourImageKeepsItsSizeAndItsChannelsInOrder(String format, int tolerance) throws BadImageException {
        RawImage image = decode(SampleImages.encode(SampleImages.quarters(48, 32), format));

        assertThat(image.width()).isEqualTo(48);
        assertThat(image.height()).isEqualTo(32);
        assertColour(pixel(image, 4, 4), Color.RED, tolerance);
        assertColour(pixel(image, 4, 40), Color.GREEN, tolerance);
        assertColour(pixel(image, 28, 4), Color.BLUE, tolerance);
        assertColour(pixel(image, 28, 40), Color.WHITE, tolerance);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "bmp"})
    void aGreyImageBecomesRgb(String format) throws BadImageException {
        BufferedImage grey = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
        Arrays.fill(((java.awt.image.DataBufferByte) grey.getRaster().getDataBuffer()).getData(), (byte) 200);

        assertColour(pixel(decode(SampleImages.encode(grey, format)), 8, 8), new Color(200, 200, 200), 1);
    }

    @Test
    void sixteenBitsAreRoundedToEight() throws BadImageException {
        BufferedImage grey = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
        grey.getRaster().setSample(0, 0, 0, 65535);
        grey.getRaster().setSample(1, 0, 0, 257 * 100 + 128);
        grey.getRaster().setSample(2, 0, 0, 257 * 100 + 129);

        assertThat(decode(SampleImages.encode(grey, "png")).rgb())
                .containsExactly(255, 255, 255, 100, 100, 100, 101, 101, 101);
    }

    @Test
    void aPaletteIsLookedUp() throws BadImageException {
        byte[] red = {10, 110};
        byte[] green = {20, 120};
        byte[] blue = {30, 125};
        BufferedImage indexed =
                new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY, new IndexColorModel(1, 2, red, green, blue));
        indexed.getRaster().setSample(1, 0, 0, 1);

        assertThat(decode(SampleImages.encode(indexed, "png")).rgb()).containsExactly(10, 20, 30, 110, 120, 125);
    }

    @Test
    void transparentPixelsAreLaidOverWhite() throws BadImageException {
        BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0x00FF0000);
        image.setRGB(1, 0, 0x80FF0000);
        image.setRGB(2, 0, 0xFFFF0000);

        assertThat(decode(SampleImages.encode(image, "png")).rgb())
                .containsExactly(255, 255, 255, 255, 127, 127, 255, 0, 0);
    }

    @Test
    void cmykIsReadByAdobesConvention() throws IOException, BadImageException {
        // Stored inverted: full red (no cyan), no green, no blue, no black.
        byte[] red = SampleImages.cmykJpeg(16, 16, new int[] {255, 0, 0, 255});
        byte[] darkGrey = SampleImages.cmykJpeg(16, 16, new int[] {255, 255, 255, 60});

        assertColour(pixel(decode(red), 8, 8), Color.RED, 3);
        assertColour(pixel(decode(darkGrey), 8, 8), new Color(60, 60, 60), 3);
    }

    @Test
    void aProgressiveJpegIsDecoded() throws BadImageException {
        try (Mat colour = new Mat(20, 30, opencv_core.CV_8UC3, new Scalar(120, 140, 40, 0));
                BytePointer encoded = new BytePointer();
                IntPointer parameters = new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_PROGRESSIVE, 1)) {
            opencv_imgcodecs.imencode(".jpg", colour, encoded, parameters);
            byte[] bytes = new byte[(int) encoded.limit()];
            encoded.get(bytes);

            assertColour(pixel(decode(bytes), 10, 10), SampleImages.TEAL, 3);
        }
    }

    @ParameterizedTest(name = "orientation {0}")
    @CsvSource({
        "1, RGBW", "2, GRWB", "3, WBGR", "4, BWRG", "5, RBGW", "6, BRWG", "7, WGBR", "8, GWRB",
    })
    void everyExifOrientationIsTurnedUpright(int orientation, String upright) throws BadImageException {
        byte[] jpeg = SampleImages.encode(SampleImages.quarters(64, 32), "jpg");
        RawImage image = decode(SampleImages.withOrientation(jpeg, orientation));

        assertThat(image.width()).isEqualTo(orientation < 5 ? 64 : 32);
        int top = image.height() / 4;
        int left = image.width() / 4;
        int bottom = image.height() - top;
        int right = image.width() - left;
        String seen = nearest(pixel(image, top, left))
                + nearest(pixel(image, top, right))
                + nearest(pixel(image, bottom, left))
                + nearest(pixel(image, bottom, right));
        assertThat(seen).isEqualTo(upright);
    }

    private static String nearest(int[] rgb) {
        boolean red = rgb[0] > 128;
        boolean green = rgb[1] > 128;
        boolean blue = rgb[2] > 128;
        return red && green && blue ? "W" : red ? "R" : green ? "G" : blue ? "B" : "?";
    }

    @Test
    void anExifOrientationOutsideItsRangeOrBlockCountsAsUpright() throws BadImageException {
        byte[] jpeg = SampleImages.jpeg(32, 16);
        byte[] nonsense = SampleImages.withOrientation(jpeg, 99);
        byte[] hostile = SampleImages.withOrientation(jpeg, 6);
        hostile[18] = (byte) 0xFF; // 65,281 directory entries announced, in a block of 26 bytes ...
        hostile[21] = 0x13; // ... the first of which is another tag

        assertThat(decode(nonsense).width()).isEqualTo(32);
        assertThat(decode(hostile).width()).isEqualTo(32);
    }

    @Test
    void noBytesAreEmpty() {
        assertThat(reasonFor(new byte[0])).isEqualTo(SkipReason.EMPTY);
    }

    @ParameterizedTest(name = "{0} without its last {1} of 100 parts")
    @CsvSource({"jpg, 50", "jpg, 1", "png, 50", "png, 1", "bmp, 50", "bmp, 1"})
    void anImageCutShortIsTruncated(String format, int lost) {
        byte[] whole = SampleImages.encode(SampleImages.quarters(64, 64), format);
        byte[] cut = Arrays.copyOf(whole, whole.length - Math.max(1, whole.length * lost / 100));

        assertThat(reasonFor(cut)).isEqualTo(SkipReason.TRUNCATED);
    }

    @Test
    void theEndMarkerOfAThumbnailDoesNotHideThatTheImageIsCut() {
        byte[] thumbnail = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xD9};
        byte[] segment = SampleImages.concat(new byte[] {(byte) 0xFF, (byte) 0xE2, 0, 6}, thumbnail);
        byte[] jpeg = SampleImages.jpeg(64, 64);
        byte[] cut =
                SampleImages.concat(Arrays.copyOf(jpeg, 2), segment, Arrays.copyOfRange(jpeg, 2, jpeg.length - 20));

        assertThat(reasonFor(cut)).isEqualTo(SkipReason.TRUNCATED);
    }

    @Test
    void paddingBehindTheEndIsIgnored() throws BadImageException {
        byte[] padding = new byte[1000];
        new Random(1).nextBytes(padding);

        assertThat(decode(SampleImages.concat(SampleImages.jpeg(32, 16), padding))
                        .width())
                .isEqualTo(32);
        assertThat(decode(SampleImages.concat(SampleImages.png(32, 16), padding))
                        .width())
                .isEqualTo(32);
    }

    @Test
    void hugePromisesAreRefusedByTheHeaderAlone() {
        assertThat(reasonFor(SampleImages.pngBomb(30_000, 30_000))).isEqualTo(SkipReason.TOO_LARGE);
        assertThat(reasonFor(SampleImages.pngBomb(Integer.MAX_VALUE, Integer.MAX_VALUE)))
                .isEqualTo(SkipReason.TOO_LARGE);
        assertThat(reasonFor(SampleImages.jpegBomb(30_000, 30_000))).isEqualTo(SkipReason.TOO_LARGE);
    }

    @Test
    void theLimitItselfIsAllowed() throws BadImageException {
        assertThat(decode(SampleImages.png(1000, 1000)).width()).isEqualTo(1000);
        assertThat(reasonFor(SampleImages.png(1000, 1001))).isEqualTo(SkipReason.TOO_LARGE);
    }

    @Test
    void aCompressedProfileInsideAPngIsNeverUnpacked() throws Exception {
        ByteArrayOutputStream profile = new ByteArrayOutputStream();
        profile.writeBytes(new byte[] {'x', 0, 0});
        try (DeflaterOutputStream deflate = new DeflaterOutputStream(profile)) {
            deflate.write(new byte[50_000_000]);
        }
        byte[] bomb = SampleImages.withChunk(SampleImages.png(8, 8), "iCCP", profile.toByteArray());

        assertThat(PngHeader.pixelChunks(bomb).length).isLessThan(1000);
        assertColour(pixel(decode(bomb), 4, 4), SampleImages.TEAL, 0);
    }

    @Test
    void whatIsNoImageIsUndecodable() {
        byte[] noise = new byte[5000];
        new Random(3).nextBytes(noise);

        assertThat(reasonFor(noise)).isEqualTo(SkipReason.UNDECODABLE);
        assertThat(reasonFor("just some text".getBytes(StandardCharsets.UTF_8))).isEqualTo(SkipReason.UNDECODABLE);
        assertThat(reasonFor(SampleImages.encode(SampleImages.plain(8, 8, Color.RED), "gif")))
                .isEqualTo(SkipReason.UNDECODABLE);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void damagedFilesGiveAnImageOrABadImageExceptionAndNothingElse(long seed) {
        Random random = new Random(seed);
        byte[][] originals = {
            SampleImages.jpeg(32, 32),
            SampleImages.png(32, 32),
            SampleImages.encode(SampleImages.quarters(32, 32), "bmp")
        };
        for (int round = 0; round < 200; round++) {
            byte[] damaged = originals[round % 3].clone();
            for (int i = 0; i < 1 + random.nextInt(10); i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                RawImage image = decode(damaged);
                assertThat((long) image.width() * image.height()).isLessThanOrEqualTo(LIMIT);
            } catch (BadImageException expected) {
                assertThat(expected.reason()).isNotNull();
            }
        }
    }
}
