package org.masque.model.kernels.simd;

import java.nio.ByteBuffer;
import org.masque.model.kernels.Kernels.PixelOrder;
import org.masque.model.tensor.Tensor;

/** Cuts square patches out of images. */
final class PatchExtraction {
    private PatchExtraction() {}

    /** y [B*K, P] from images [B, C, height, width] and B*K patch numbers. */
    static void extract(Tensor images, int side, int[] patches, PixelOrder order, Tensor y) {
        int width = images.columns();
        int gridWidth = width / side;
        int height = Math.toIntExact(images.shape()[2]);
        int channels = Math.toIntExact(images.shape()[1]);
        int perImage = patches.length / Math.toIntExact(images.shape()[0]);
        for (int i = 0; i < patches.length; i++) {
            int patch = PatchNumbers.checked(patches[i], gridWidth * (height / side));
            int top = patch / gridWidth * side;
            int left = patch % gridWidth * side;
            for (int channel = 0; channel < channels; channel++) {
                int plane = (i / perImage * channels + channel) * height;
                int from = images.start() + ((plane + top) * width + left) * 4;
                int to = y.start() + i * channels * side * side * 4;
                if (order == PixelOrder.CHANNEL_FIRST) {
                    copySquare(images.bytes(), from, width, side, y.bytes(), to + channel * side * side * 4, 1);
                } else {
                    copySquare(images.bytes(), from, width, side, y.bytes(), to + channel * 4, channels);
                }
            }
        }
    }

    /** Copies one channel's square, one float in {@code spacing} of the target. */
    private static void copySquare(
            ByteBuffer image, int from, int width, int side, ByteBuffer to, int at, int spacing) {
        int target = at;
        for (int row = 0; row < side; row++) {
            int source = from + row * width * 4;
            for (int column = 0; column < side; column++) {
                to.putFloat(target, image.getFloat(source + column * 4));
                target += spacing * 4;
            }
        }
    }
}
