package org.masque.model.kernels.simd;

import static org.masque.model.kernels.simd.Lanes.BYTES;
import static org.masque.model.kernels.simd.Lanes.all;
import static org.masque.model.kernels.simd.Lanes.load;
import static org.masque.model.kernels.simd.Lanes.store;

import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;
import org.masque.model.tensor.Tensor;

/**
 * LayerNorm (Ba et al. 2016), row by row, so that a row is read from memory once and then from the cache.
 *
 * <p>With n = (x - mean) / deviation and g = dy * scale, dx += (g - mean(g) - n mean(g n)) / deviation.
 */
final class LayerNormKernels {
    private final Lanes lanes;

    LayerNormKernels(Lanes lanes) {
        this.lanes = lanes;
    }

    /** What one row of the backward needs beside its data. */
    private record Row(float mean, float inverse, float gradient, float correlation) {}

    void forward(Tensor x, Tensor scale, Tensor shift, float epsilon, Tensor y, Tensor statistics) {
        int width = x.columns();
        int rows = x.rows();
        for (int row = 0; row < rows; row++) {
            int at = x.start() + row * width * 4;
            float mean = lanes.sumRow(x.bytes(), at, width) / width;
            float variance = lanes.squaredDeviations(x.bytes(), at, width, mean) / width;
            float inverse = (float) (1 / Math.sqrt(variance + epsilon));
            statistics.set(2L * row, mean);
            statistics.set(2L * row + 1, inverse);
            normalize(x, y, row, scale, shift, mean, inverse);
        }
    }

    private static void normalize(Tensor x, Tensor y, int row, Tensor scale, Tensor shift, float mean, float inverse) {
        ByteBuffer in = x.bytes();
        ByteBuffer out = y.bytes();
        ByteBuffer scales = scale.bytes();
        ByteBuffer shifts = shift.bytes();
        int width = x.columns();
        int inAt = x.start() + row * width * 4;
        int outAt = y.start() + row * width * 4;
        int whole = Lanes.wholeBytes(width);
        for (int i = 0; i < whole; i += BYTES) {
            FloatVector n = load(in, inAt + i).sub(mean).mul(inverse);
            store(n.fma(load(scales, scale.start() + i), load(shifts, shift.start() + i)), out, outAt + i);
        }
        for (int i = whole; i < width * 4; i += 4) {
            float n = (in.getFloat(inAt + i) - mean) * inverse;
            float y1 = Math.fma(n, scales.getFloat(scale.start() + i), shifts.getFloat(shift.start() + i));
            out.putFloat(outAt + i, y1);
        }
    }

    void backward(Tensor dy, Tensor x, Tensor scale, Tensor statistics, Tensor dx, Tensor dscale, Tensor dshift) {
        int rows = x.rows();
        for (int row = 0; row < rows; row++) {
            Row means = rowMeans(dy, x, scale, row, statistics.get(2L * row), statistics.get(2L * row + 1));
            addInputGradient(dy, x, scale, dx, row, means);
            addWeightGradients(dy, x, dscale, dshift, row, means);
        }
    }

    private Row rowMeans(Tensor dy, Tensor x, Tensor scale, int row, float mean, float inverse) {
        ByteBuffer dys = dy.bytes();
        ByteBuffer xs = x.bytes();
        ByteBuffer scales = scale.bytes();
        int width = x.columns();
        int dyAt = dy.start() + row * width * 4;
        int xAt = x.start() + row * width * 4;
        int whole = Lanes.wholeBytes(width);
        FloatVector gradients = Lanes.zero();
        FloatVector correlations = Lanes.zero();
        for (int i = 0; i < whole; i += BYTES) {
            FloatVector g = load(dys, dyAt + i).mul(load(scales, scale.start() + i));
            gradients = gradients.add(g);
            correlations = g.fma(load(xs, xAt + i).sub(mean), correlations);
        }
        float gradient = lanes.sum(gradients);
        float correlation = lanes.sum(correlations);
        for (int i = whole; i < width * 4; i += 4) {
            float g = dys.getFloat(dyAt + i) * scales.getFloat(scale.start() + i);
            gradient += g;
            correlation = Math.fma(g, xs.getFloat(xAt + i) - mean, correlation);
        }
        return new Row(mean, inverse, gradient / width, correlation * inverse / width);
    }

    private static void addInputGradient(Tensor dy, Tensor x, Tensor scale, Tensor dx, int row, Row means) {
        ByteBuffer dys = dy.bytes();
        ByteBuffer xs = x.bytes();
        ByteBuffer scales = scale.bytes();
        ByteBuffer dxs = dx.bytes();
        int offset = row * x.columns() * 4;
        int whole = Lanes.wholeBytes(x.columns());
        float factor = means.correlation * means.inverse;
        for (int i = 0; i < whole; i += BYTES) {
            FloatVector g = load(dys, dy.start() + offset + i).mul(load(scales, scale.start() + i));
            FloatVector deviation = load(xs, x.start() + offset + i).sub(means.mean);
            FloatVector centred = deviation.fma(all(-factor), g.sub(means.gradient));
            int at = dx.start() + offset + i;
            store(centred.fma(all(means.inverse), load(dxs, at)), dxs, at);
        }
        for (int i = whole; i < x.columns() * 4; i += 4) {
            float g = dys.getFloat(dy.start() + offset + i) * scales.getFloat(scale.start() + i);
            float deviation = xs.getFloat(x.start() + offset + i) - means.mean;
            float centred = Math.fma(deviation, -factor, g - means.gradient);
            int at = dx.start() + offset + i;
            dxs.putFloat(at, Math.fma(centred, means.inverse, dxs.getFloat(at)));
        }
    }

    private static void addWeightGradients(Tensor dy, Tensor x, Tensor dscale, Tensor dshift, int row, Row means) {
        ByteBuffer dys = dy.bytes();
        ByteBuffer xs = x.bytes();
        ByteBuffer dscales = dscale.bytes();
        ByteBuffer dshifts = dshift.bytes();
        int offset = row * x.columns() * 4;
        int whole = Lanes.wholeBytes(x.columns());
        for (int i = 0; i < whole; i += BYTES) {
            FloatVector g = load(dys, dy.start() + offset + i);
            FloatVector n = load(xs, x.start() + offset + i).sub(means.mean).mul(means.inverse);
            store(n.fma(g, load(dscales, dscale.start() + i)), dscales, dscale.start() + i);
            store(g.add(load(dshifts, dshift.start() + i)), dshifts, dshift.start() + i);
        }
        for (int i = whole; i < x.columns() * 4; i += 4) {
            float g = dys.getFloat(dy.start() + offset + i);
            float n = (xs.getFloat(x.start() + offset + i) - means.mean) * means.inverse;
            dscales.putFloat(dscale.start() + i, Math.fma(n, g, dscales.getFloat(dscale.start() + i)));
            dshifts.putFloat(dshift.start() + i, g + dshifts.getFloat(dshift.start() + i));
        }
    }
}
