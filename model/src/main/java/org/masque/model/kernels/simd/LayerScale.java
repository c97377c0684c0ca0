package org.masque.model.kernels.simd;

import static org.masque.model.kernels.simd.Lanes.BYTES;
import static org.masque.model.kernels.simd.Lanes.load;
import static org.masque.model.kernels.simd.Lanes.store;

import java.nio.ByteBuffer;
import org.masque.model.tensor.Tensor;

/** A residual sum whose branch is scaled column by column (LayerScale, Touvron et al. 2021). */
final class LayerScale {
    /** y = x + branch * scale. */
    void forward(Tensor x, Tensor branch, Tensor scale, Tensor y) {
        int width = y.columns();
        int whole = Lanes.wholeBytes(width);
        ByteBuffer factors = scale.bytes();
        ByteBuffer scaled = branch.bytes();
        int rows = y.rows();
        for (int row = 0; row < rows; row++) {
            int offset = row * width * 4;
            int from = branch.start() + offset;
            int left = x.start() + offset;
            int to = y.start() + offset;
            for (int i = 0; i < whole; i += BYTES) {
                store(
                        load(scaled, from + i).fma(load(factors, scale.start() + i), load(x.bytes(), left + i)),
                        y.bytes(),
                        to + i);
            }
            for (int i = whole; i < width * 4; i += 4) {
                float factor = factors.getFloat(scale.start() + i);
                y.bytes()
                        .putFloat(
                                to + i,
                                Math.fma(
                                        scaled.getFloat(from + i),
                                        factor,
                                        x.bytes().getFloat(left + i)));
            }
        }
    }

    /** y = x * the factor of its image. */
    void scaleImages(Tensor x, float[] factors, Tensor y) {
        int floats = Math.toIntExact(x.length() / factors.length);
        int whole = Lanes.wholeBytes(floats);
        for (int image = 0; image < factors.length; image++) {
            float factor = factors[image];
            int from = x.start() + image * floats * 4;
            int to = y.start() + image * floats * 4;
            for (int i = 0; i < whole; i += BYTES) {
                store(load(x.bytes(), from + i).mul(factor), y.bytes(), to + i);
            }
            for (int i = whole; i < floats * 4; i += 4) {
                y.bytes().putFloat(to + i, x.bytes().getFloat(from + i) * factor);
            }
        }
    }

    /** dbranch = dy * scale; adds the column sums of dy * branch to dscale. */
    void backward(Tensor dy, Tensor branch, Tensor scale, Tensor dbranch, Tensor dscale) {
        int rows = dy.rows();
        for (int row = 0; row < rows; row++) {
            backwardRow(dy, branch, scale, dbranch, dscale, row * dy.columns() * 4);
        }
    }

    private static void backwardRow(Tensor dy, Tensor branch, Tensor scale, Tensor dbranch, Tensor dscale, int offset) {
        int width = dy.columns();
        int whole = Lanes.wholeBytes(width);
        ByteBuffer sums = dscale.bytes();
        for (int i = 0; i < whole; i += BYTES) {
            var gradient = load(dy.bytes(), dy.start() + offset + i);
            var value = load(branch.bytes(), branch.start() + offset + i);
            store(gradient.fma(value, load(sums, dscale.start() + i)), sums, dscale.start() + i);
            store(gradient.mul(load(scale.bytes(), scale.start() + i)), dbranch.bytes(), dbranch.start() + offset + i);
        }
        for (int i = whole; i < width * 4; i += 4) {
            float gradient = dy.bytes().getFloat(dy.start() + offset + i);
            float value = branch.bytes().getFloat(branch.start() + offset + i);
            sums.putFloat(dscale.start() + i, Math.fma(gradient, value, sums.getFloat(dscale.start() + i)));
            float factor = scale.bytes().getFloat(scale.start() + i);
            dbranch.bytes().putFloat(dbranch.start() + offset + i, gradient * factor);
        }
    }
}
