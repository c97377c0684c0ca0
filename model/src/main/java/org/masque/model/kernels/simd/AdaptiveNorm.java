package org.masque.model.kernels.simd;

import static org.masque.model.kernels.simd.Lanes.WIDTH;
import static org.masque.model.kernels.simd.Lanes.all;
import static org.masque.model.kernels.simd.Lanes.zero;

import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;
import org.masque.model.tensor.Tensor;

/**
 * AdaIN: the channels lie side by side, so a vector holds that many channels, and a pass goes down the pixels.
 *
 * <p>Backward, with n the normalised x: dscale = sum(dy n), dshift = sum(dy), dx = (1 + scale) inverse (dy - mean(dy) -
 * n mean(dy n)).
 */
final class AdaptiveNorm {
    private static final float EPSILON = 1e-5f;

    private final Lanes lanes;

    AdaptiveNorm(Lanes lanes) {
        this.lanes = lanes;
    }

    void forward(Tensor x, Tensor style, Tensor y, Tensor statistics) {
        int channels = x.columns();
        int images = Math.toIntExact(style.shape()[0]);
        for (int image = 0; image < images; image++) {
            for (int channel = 0; channel < channels; channel += WIDTH) {
                forward(x, style, y, statistics, image, channel);
            }
        }
    }

    private void forward(Tensor x, Tensor style, Tensor y, Tensor statistics, int image, int channel) {
        int channels = x.columns();
        int count = Math.min(WIDTH, channels - channel);
        int stride = channels * 4;
        int pixels = x.rows() / Math.toIntExact(style.shape()[0]);
        int offset = image * pixels * stride + channel * 4;
        int at = (2 * image * channels + channel) * 4;
        FloatVector mean = mean(x, offset, count, pixels);
        FloatVector squares = zero();
        for (int pixel = 0; pixel < pixels; pixel++) {
            FloatVector apart =
                    load(x.bytes(), x.start() + offset + pixel * stride, count).sub(mean);
            squares = apart.fma(apart, squares);
        }
        FloatVector inverse = all(1).div(squares.div(pixels).add(EPSILON).sqrt());
        store(mean, statistics.bytes(), statistics.start() + at, count);
        store(inverse, statistics.bytes(), statistics.start() + at + stride, count);
        FloatVector factor =
                load(style.bytes(), style.start() + at, count).add(1).mul(inverse);
        FloatVector shift = load(style.bytes(), style.start() + at + stride, count);
        for (int pixel = 0; pixel < pixels; pixel++) {
            FloatVector apart =
                    load(x.bytes(), x.start() + offset + pixel * stride, count).sub(mean);
            store(apart.fma(factor, shift), y.bytes(), y.start() + offset + pixel * stride, count);
        }
    }

    private FloatVector mean(Tensor x, int offset, int count, int pixels) {
        int stride = x.columns() * 4;
        FloatVector sum = zero();
        for (int pixel = 0; pixel < pixels; pixel++) {
            sum = sum.add(load(x.bytes(), x.start() + offset + pixel * stride, count));
        }
        return sum.div(pixels);
    }

    void backward(Tensor dy, Tensor x, Tensor style, Tensor statistics, Tensor dx, Tensor dstyle) {
        int channels = x.columns();
        int images = Math.toIntExact(style.shape()[0]);
        for (int image = 0; image < images; image++) {
            for (int channel = 0; channel < channels; channel += WIDTH) {
                backward(new Pass(dy, x, dx, image, channel, images), style, statistics, dstyle);
            }
        }
    }

    // The tensors of one pass down the pixels of an image, for a vector of channels.
    private record Pass(Tensor dy, Tensor x, Tensor dx, int image, int channel, int images) {
        int count() {
            return Math.min(WIDTH, x.columns() - channel);
        }

        int stride() {
            return x.columns() * 4;
        }

        int pixels() {
            return x.rows() / images;
        }

        int offset() {
            return image * pixels() * stride() + channel * 4;
        }
    }

    private void backward(Pass pass, Tensor style, Tensor statistics, Tensor dstyle) {
        int count = pass.count();
        int stride = pass.stride();
        int pixels = pass.pixels();
        int at = (2 * pass.image() * pass.x().columns() + pass.channel()) * 4;
        FloatVector mean = load(statistics.bytes(), statistics.start() + at, count);
        FloatVector inverse = load(statistics.bytes(), statistics.start() + at + stride, count);
        FloatVector sum = zero();
        FloatVector along = zero();
        ByteBuffer gradients = pass.dy().bytes();
        ByteBuffer values = pass.x().bytes();
        for (int pixel = 0; pixel < pixels; pixel++) {
            int row = pass.offset() + pixel * stride;
            FloatVector gradient = load(gradients, pass.dy().start() + row, count);
            FloatVector normal =
                    load(values, pass.x().start() + row, count).sub(mean).mul(inverse);
            sum = sum.add(gradient);
            along = gradient.fma(normal, along);
        }
        store(along, dstyle.bytes(), dstyle.start() + at, count);
        store(sum, dstyle.bytes(), dstyle.start() + at + stride, count);
        FloatVector factor =
                load(style.bytes(), style.start() + at, count).add(1).mul(inverse);
        FloatVector meanGradient = sum.div(pixels);
        FloatVector meanAlong = along.div(pixels);
        for (int pixel = 0; pixel < pixels; pixel++) {
            int row = pass.offset() + pixel * stride;
            FloatVector gradient = load(gradients, pass.dy().start() + row, count);
            FloatVector normal =
                    load(values, pass.x().start() + row, count).sub(mean).mul(inverse);
            FloatVector apart = gradient.sub(meanGradient).sub(normal.mul(meanAlong));
            store(apart.mul(factor), pass.dx().bytes(), pass.dx().start() + row, count);
        }
    }

    private FloatVector load(ByteBuffer buffer, int at, int count) {
        return count == WIDTH ? Lanes.load(buffer, at) : lanes.loadTail(buffer, at, count);
    }

    private void store(FloatVector vector, ByteBuffer buffer, int at, int count) {
        if (count == WIDTH) {
            Lanes.store(vector, buffer, at);
        } else {
            lanes.storeTail(vector, buffer, at, count);
        }
    }
}
