package org.masque.model.data;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.ShortPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** Copies what OpenCV decoded (grey, BGR or BGRA, 8 or 16 bits) into RGB bytes on the heap. */
final class DecodedPixels {
    private static final int WHITE = 255;

    private DecodedPixels() {}

    /**
     * Copies the pixels out.
     *
     * @param decoded borrowed; 1, 3 or 4 channels
     * @param full what it was decoded from
     */
    static RawImage toRgb(Mat decoded, RawImage.FullSize full) throws MalformedImageException {
        int channels = decoded.channels();
        if (!decoded.isContinuous() || channels == 2 || channels > 4) {
            throw new MalformedImageException("an image of " + channels + " channels");
        }
        int height = decoded.rows();
        int width = decoded.cols();
        byte[] samples = samples(decoded, Math.multiplyExact(height * width, channels));
        byte[] rgb = channels == 3 ? samples : new byte[3 * height * width];
        for (int pixel = 0; pixel < height * width; pixel++) {
            int from = pixel * channels;
            int to = pixel * 3;
            switch (channels) {
                case 1 -> setPixel(rgb, to, samples[from], samples[from], samples[from]);
                case 3 -> setPixel(rgb, to, samples[from + 2], samples[from + 1], samples[from]);
                default -> overWhite(samples, from, rgb, to);
            }
        }
        return new RawImage(height, width, rgb, full);
    }

    private static byte[] samples(Mat decoded, int count) throws MalformedImageException {
        byte[] samples = new byte[count];
        if (decoded.depth() == opencv_core.CV_8U) {
            try (BytePointer data = decoded.data()) {
                data.get(samples);
            }
            return samples;
        }
        if (decoded.depth() != opencv_core.CV_16U) {
            throw new MalformedImageException("samples of a kind that is neither 8 nor 16 bits");
        }
        short[] wide = new short[count];
        try (ShortPointer data = new ShortPointer(decoded.data())) {
            data.get(wide);
        }
        for (int i = 0; i < count; i++) {
            samples[i] = (byte) (((wide[i] & 0xFFFF) + 128) / 257);
        }
        return samples;
    }

    private static void setPixel(byte[] rgb, int to, byte red, byte green, byte blue) {
        rgb[to] = red;
        rgb[to + 1] = green;
        rgb[to + 2] = blue;
    }

    private static void overWhite(byte[] bgra, int from, byte[] rgb, int to) {
        int alpha = bgra[from + 3] & 0xFF;
        for (int channel = 0; channel < 3; channel++) {
            int colour = bgra[from + 2 - channel] & 0xFF;
            rgb[to + channel] = (byte) ((colour * alpha + WHITE * (255 - alpha) + 127) / 255);
        }
    }
}
