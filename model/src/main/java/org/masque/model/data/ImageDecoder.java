package org.masque.model.data;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Turns the bytes of a JPEG, PNG or BMP file into upright 8-bit RGB pixels.
 *
 * <p>The header is read first: an image that promises too many pixels is refused before anything is allocated for it,
 * and one without its end before it is decoded. Grey becomes RGB, palettes are looked up, 16 bits become 8 by
 * {@code round(v / 257)}, transparent pixels are laid over white, CMYK is read by Adobe's convention (inverted, as
 * every common program writes it), and the EXIF orientation is applied. Colour profiles are ignored.
 *
 * <p>Safe for use by many threads.
 */
public final class ImageDecoder {
    // A Java array holds no more than this many pixels of three bytes.
    private static final long MAX_ARRAY_PIXELS = (Integer.MAX_VALUE - 8) / 3;

    static {
        // Many loaders decode side by side already; threads of OpenCV's own would only fight with them.
        opencv_core.setNumThreads(0);
    }

    private final long maxPixels;

    /**
     * Sets the limit.
     *
     * @param maxPixels the most pixels an image may have, at least 1
     */
    public ImageDecoder(long maxPixels) {
        if (maxPixels < 1) {
            throw new IllegalArgumentException("maxPixels = " + maxPixels + " is not at least 1");
        }
        this.maxPixels = Math.min(maxPixels, MAX_ARRAY_PIXELS);
    }

    /**
     * Decodes one image.
     *
     * @param name for the message only
     * @param encoded the whole file
     * @return 8-bit RGB pixels, upright
     * @throws BadImageException if it is empty, too large, cut short, damaged, or of another format
     */
    public RawImage decode(String name, byte[] encoded) throws BadImageException {
        return decode(name, encoded, Reduction.NONE);
    }

    /**
     * Decodes one image, smaller than it is where that is allowed and saves time.
     *
     * @param name for the message only
     * @param encoded the whole file
     * @param reduction asked once the size is known; only a JPEG is decoded smaller
     * @return 8-bit RGB pixels, upright
     * @throws BadImageException as above
     */
    public RawImage decode(String name, byte[] encoded, Reduction reduction) throws BadImageException {
        if (encoded.length == 0) {
            throw new BadImageException(name, SkipReason.EMPTY, "no bytes at all");
        }
        try {
            ImageHeader header = ImageHeader.parse(encoded);
            requireUsable(name, header);
            byte[] pixels = header.format() == ImageHeader.Format.PNG ? PngHeader.pixelChunks(encoded) : encoded;
            RawImage stored = decodePixels(pixels, header, factor(header, reduction));
            return ExifOrientation.upright(stored, header.orientation());
        } catch (MalformedImageException malformed) {
            throw new BadImageException(name, SkipReason.UNDECODABLE, String.valueOf(malformed.getMessage()));
        }
    }

    private static int factor(ImageHeader header, Reduction reduction) {
        if (header.format() != ImageHeader.Format.JPEG) {
            return 1;
        }
        return ExifOrientation.transposes(header.orientation())
                ? reduction.of(header.width(), header.height())
                : reduction.of(header.height(), header.width());
    }

    private void requireUsable(String name, ImageHeader header) throws BadImageException {
        if (header.pixels() > maxPixels) {
            throw new BadImageException(
                    name,
                    SkipReason.TOO_LARGE,
                    header.width() + "x" + header.height() + " pixels are more than the limit of " + maxPixels);
        }
        if (!header.complete()) {
            throw new BadImageException(
                    name, SkipReason.TRUNCATED, "the end of the " + header.format() + " is missing");
        }
    }

    private static RawImage decodePixels(byte[] encoded, ImageHeader header, int reduction)
            throws MalformedImageException {
        int flags = header.format() == ImageHeader.Format.JPEG
                ? colour(reduction) | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION
                : opencv_imgcodecs.IMREAD_UNCHANGED;
        try (BytePointer bytes = new BytePointer(encoded);
                Mat input = new Mat(1, encoded.length, opencv_core.CV_8UC1, bytes);
                Mat output = opencv_imgcodecs.imdecode(input, flags)) {
            if (output.empty()) {
                throw new MalformedImageException("a damaged " + header.format());
            }
            if (output.rows() != reduced(header.height(), reduction)
                    || output.cols() != reduced(header.width(), reduction)) {
                throw new MalformedImageException("a " + header.format() + " that contradicts its own header");
            }
            RawImage.FullSize full = new RawImage.FullSize(header.height(), header.width(), reduction);
            return DecodedPixels.toRgb(output, full);
        } catch (RuntimeException refused) {
            // What OpenCV throws: C++ exceptions, translated by JavaCPP.
            throw new MalformedImageException("a " + header.format() + " that OpenCV refuses: " + refused.getMessage());
        }
    }

    private static int colour(int reduction) {
        return switch (reduction) {
            case 1 -> opencv_imgcodecs.IMREAD_COLOR;
            case 2 -> opencv_imgcodecs.IMREAD_REDUCED_COLOR_2;
            case 4 -> opencv_imgcodecs.IMREAD_REDUCED_COLOR_4;
            case 8 -> opencv_imgcodecs.IMREAD_REDUCED_COLOR_8;
            default -> throw new IllegalArgumentException("a reduction by " + reduction + "; it is by 1, 2, 4 or 8");
        };
    }

    private static int reduced(int length, int reduction) {
        return (length + reduction - 1) / reduction;
    }
}
