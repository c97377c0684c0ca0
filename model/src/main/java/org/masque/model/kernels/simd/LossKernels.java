package org.masque.model.kernels.simd;

import static org.masque.model.kernels.simd.Lanes.BYTES;
import static org.masque.model.kernels.simd.Lanes.load;
import static org.masque.model.kernels.simd.Lanes.store;

import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.masque.model.tensor.Tensor;

/** The loss on pixels and the normalisation of its targets. */
final class LossKernels {
    private static final float EPSILON = 1e-6f;

    private final Lanes lanes;

    LossKernels(Lanes lanes) {
        this.lanes = lanes;
    }

    void normalizePatches(Tensor targets) {
        int width = targets.columns();
        int rows = targets.rows();
        for (int row = 0; row < rows; row++) {
            int at = targets.start() + row * width * 4;
            float mean = lanes.sumRow(targets.bytes(), at, width) / width;
            float variance = lanes.squaredDeviations(targets.bytes(), at, width, mean) / (width - 1);
            normalizeRow(targets.bytes(), at, width, mean, (float) (1 / Math.sqrt(variance + EPSILON)));
        }
    }

    private static void normalizeRow(ByteBuffer row, int at, int width, float mean, float inverse) {
        int whole = Lanes.wholeBytes(width);
        for (int i = 0; i < whole; i += BYTES) {
            store(load(row, at + i).sub(mean).mul(inverse), row, at + i);
        }
        for (int i = whole; i < width * 4; i += 4) {
            row.putFloat(at + i, (row.getFloat(at + i) - mean) * inverse);
        }
    }

    double squaredError(Tensor predicted, Tensor targets, float scale, Tensor dpredicted) {
        int width = predicted.columns();
        int rows = predicted.rows();
        float factor = (float) (2.0 * scale / width);
        double sum = 0;
        for (int row = 0; row < rows; row++) {
            sum += (double) rowError(predicted, targets, dpredicted, row * width * 4, factor) / width;
        }
        return sum;
    }

    private float rowError(Tensor predicted, Tensor targets, Tensor dpredicted, int offset, float factor) {
        ByteBuffer left = predicted.bytes();
        ByteBuffer right = targets.bytes();
        ByteBuffer out = dpredicted.bytes();
        int leftAt = predicted.start() + offset;
        int rightAt = targets.start() + offset;
        int outAt = dpredicted.start() + offset;
        int width = predicted.columns();
        int whole = Lanes.wholeBytes(width);
        FloatVector sum = Lanes.zero();
        for (int i = 0; i < whole; i += BYTES) {
            FloatVector error = load(left, leftAt + i).sub(load(right, rightAt + i));
            sum = error.fma(error, sum);
            store(error.mul(factor), out, outAt + i);
        }
        float total = lanes.sum(sum);
        for (int i = whole; i < width * 4; i += 4) {
            float error = left.getFloat(leftAt + i) - right.getFloat(rightAt + i);
            total = Math.fma(error, error, total);
            out.putFloat(outAt + i, error * factor);
        }
        return total;
    }

    double absoluteError(Tensor predicted, Tensor targets, float scale, Tensor dpredicted) {
        int width = predicted.columns();
        int rows = predicted.rows();
        float step = scale / width;
        double sum = 0;
        for (int row = 0; row < rows; row++) {
            sum += (double) absoluteRowError(predicted, targets, dpredicted, row * width * 4, step) / width;
        }
        return sum;
    }

    private float absoluteRowError(Tensor predicted, Tensor targets, Tensor dpredicted, int offset, float step) {
        ByteBuffer left = predicted.bytes();
        ByteBuffer right = targets.bytes();
        ByteBuffer out = dpredicted.bytes();
        int leftAt = predicted.start() + offset;
        int rightAt = targets.start() + offset;
        int outAt = dpredicted.start() + offset;
        int width = predicted.columns();
        int whole = Lanes.wholeBytes(width);
        FloatVector sum = Lanes.zero();
        for (int i = 0; i < whole; i += BYTES) {
            FloatVector error = load(left, leftAt + i).sub(load(right, rightAt + i));
            sum = sum.add(error.abs());
            FloatVector gradient = Lanes.zero().blend(step, error.compare(VectorOperators.GT, 0));
            store(gradient.blend(-step, error.compare(VectorOperators.LT, 0)), out, outAt + i);
        }
        float total = lanes.sum(sum);
        for (int i = whole; i < width * 4; i += 4) {
            float error = left.getFloat(leftAt + i) - right.getFloat(rightAt + i);
            total += Math.abs(error);
            out.putFloat(outAt + i, Math.signum(error) * step);
        }
        return total;
    }
}
