package org.masque.model.kernels.simd;

import java.nio.ByteBuffer;
import org.masque.model.kernels.Kernels.Write;
import org.masque.model.kernels.Matrix;
import org.masque.model.kernels.Sgemm;
import org.masque.model.tensor.Tensor;

/**
 * The maps of parts: a small product for each image, and a softmax over the few parts of each patch.
 *
 * <p>Backward, with M the maps: dS = M * (dM - rowsum(dM * M)) / sqrt(D), dparts = dSᵀ tokens.
 */
final class PartKernels {
    private final Sgemm blas;

    PartKernels(Sgemm blas) {
        this.blas = blas;
    }

    void maps(Tensor parts, Tensor tokens, Tensor maps) {
        int images = Math.toIntExact(parts.shape()[0]);
        for (int image = 0; image < images; image++) {
            blas.multiply(
                    patches(tokens, images, image),
                    ofImage(parts, maps.columns(), image).transposed(),
                    rows(maps, images, image),
                    Write.REPLACE);
        }
        float scale = (float) (1 / Math.sqrt((double) tokens.columns()));
        int rows = maps.rows();
        for (int row = 0; row < rows; row++) {
            softmax(maps, row, scale);
        }
    }

    private static void softmax(Tensor maps, int row, float scale) {
        ByteBuffer bytes = maps.bytes();
        int from = maps.start() + row * maps.columns() * 4;
        int to = from + maps.columns() * 4;
        float most = Float.NEGATIVE_INFINITY;
        for (int at = from; at < to; at += 4) {
            most = Math.max(most, bytes.getFloat(at));
        }
        double sum = 0;
        for (int at = from; at < to; at += 4) {
            double weight = Math.exp((double) (bytes.getFloat(at) - most) * scale);
            sum += weight;
            bytes.putFloat(at, (float) weight);
        }
        float factor = (float) (1 / sum);
        for (int at = from; at < to; at += 4) {
            bytes.putFloat(at, bytes.getFloat(at) * factor);
        }
    }

    void mapsBackward(Tensor dmaps, Tensor tokens, Tensor maps, Tensor dparts) {
        int images = Math.toIntExact(dparts.shape()[0]);
        float scale = (float) (1 / Math.sqrt((double) tokens.columns()));
        int rows = maps.rows();
        for (int row = 0; row < rows; row++) {
            throughSoftmax(dmaps, maps, row, scale);
        }
        for (int image = 0; image < images; image++) {
            blas.multiply(
                    rows(dmaps, images, image).transposed(),
                    patches(tokens, images, image),
                    ofImage(dparts, maps.columns(), image),
                    Write.REPLACE);
        }
    }

    private static void throughSoftmax(Tensor dmaps, Tensor maps, int row, float scale) {
        int bytes = maps.columns() * 4;
        int gradient = dmaps.start() + row * bytes;
        int map = maps.start() + row * bytes;
        double along = 0;
        for (int i = 0; i < bytes; i += 4) {
            along +=
                    (double) dmaps.bytes().getFloat(gradient + i) * maps.bytes().getFloat(map + i);
        }
        for (int i = 0; i < bytes; i += 4) {
            double apart = dmaps.bytes().getFloat(gradient + i) - along;
            float weight = maps.bytes().getFloat(map + i);
            dmaps.bytes().putFloat(gradient + i, (float) (weight * apart) * scale);
        }
    }

    // An image's tokens but for the class token.
    private static Matrix patches(Tensor tokens, int images, int image) {
        int rows = tokens.rows() / images;
        int width = tokens.columns();
        return Matrix.block(tokens, ((long) image * rows + 1) * width, rows - 1, width, width);
    }

    private static Matrix ofImage(Tensor parts, int count, int image) {
        int width = parts.columns() / count;
        return Matrix.block(parts, (long) image * parts.columns(), count, width, width);
    }

    private static Matrix rows(Tensor maps, int images, int image) {
        int rows = maps.rows() / images;
        return Matrix.block(maps, (long) image * rows * maps.columns(), rows, maps.columns(), maps.columns());
    }
}
