package org.masque.model.kernels.simd;

import static org.masque.model.kernels.simd.Lanes.BYTES;
import static org.masque.model.kernels.simd.Lanes.all;
import static org.masque.model.kernels.simd.Lanes.load;
import static org.masque.model.kernels.simd.Lanes.store;

import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;
import org.masque.model.kernels.Matrix;

/** The softmax of scaled rows and its backward. */
final class Softmax {
    private final Lanes lanes;

    Softmax(Lanes lanes) {
        this.lanes = lanes;
    }

    /**
     * probabilities = softmax(scale * scores), row by row.
     *
     * @param scores overwritten; each row has room for a whole number of vectors
     * @param probabilities the same rows and columns, apart from scores, its rows one after the other
     */
    void forward(Matrix scores, float scale, Matrix probabilities) {
        int columns = scores.columns();
        int end = byteOfRow(probabilities, probabilities.rows());
        for (int row = 0; row < scores.rows(); row++) {
            int at = byteOfRow(scores, row);
            fillUp(scores.bytes(), at, columns);
            float max = maxOfRow(scores.bytes(), at, columns);
            float sum = exponentiate(scores.bytes(), at, columns, scale, max);
            scaleRow(scores.bytes(), at, probabilities.bytes(), byteOfRow(probabilities, row), columns, 1 / sum, end);
        }
    }

    private static int byteOfRow(Matrix matrix, int row) {
        return matrix.start() + row * matrix.stride() * 4;
    }

    // So that no loop needs a second, scalar half: with one, JDK 17 stops inlining inside it and every vector is an
    // object. The lanes past the row's end become e^-86, which no sum of at least 1 notices.
    private static void fillUp(ByteBuffer row, int at, int columns) {
        for (int i = columns; i < Lanes.padded(columns); i++) {
            row.putFloat(at + i * 4, Float.NEGATIVE_INFINITY);
        }
    }

    private float maxOfRow(ByteBuffer row, int at, int columns) {
        FloatVector max = all(Float.NEGATIVE_INFINITY);
        for (int i = 0; i < columns * 4; i += BYTES) {
            max = max.max(load(row, at + i));
        }
        return lanes.max(max);
    }

    private float exponentiate(ByteBuffer row, int at, int columns, float scale, float max) {
        FloatVector sum = Lanes.zero();
        FloatVector negated = all(-max * scale);
        for (int i = 0; i < columns * 4; i += BYTES) {
            FloatVector e = Exponential.exp(load(row, at + i).fma(all(scale), negated));
            sum = sum.add(e);
            store(e, row, at + i);
        }
        return lanes.sum(sum);
    }

    // Whole vectors, also at the row's end: what they spill into the next row is overwritten with it. Not past the end;
    // what
    // is left there goes float by float, in a loop of its own: a vector that could leave this one would be an object
    // each time.
    private static void scaleRow(
            ByteBuffer from, int fromAt, ByteBuffer to, int toAt, int columns, float factor, int end) {
        int whole = Math.min(Lanes.padded(columns) * 4, Lanes.wholeBytes((end - toAt) / 4));
        for (int i = 0; i < whole; i += BYTES) {
            store(load(from, fromAt + i).mul(factor), to, toAt + i);
        }
        for (int i = whole; i < columns * 4; i += 4) {
            to.putFloat(toAt + i, from.getFloat(fromAt + i) * factor);
        }
    }

    /**
     * Turns the gradient of the probabilities, in place, into that of the scores: p (dp - sum(p dp)) scale.
     *
     * @param gradient overwritten
     */
    void backward(Matrix gradient, float scale, Matrix probabilities) {
        int columns = gradient.columns();
        for (int row = 0; row < gradient.rows(); row++) {
            int at = byteOfRow(gradient, row);
            int probability = byteOfRow(probabilities, row);
            float mean = dot(gradient.bytes(), at, probabilities.bytes(), probability, columns);
            backwardRow(gradient.bytes(), at, probabilities.bytes(), probability, columns, scale, mean);
        }
    }

    private float dot(ByteBuffer left, int leftAt, ByteBuffer right, int rightAt, int columns) {
        int whole = Lanes.wholeBytes(columns);
        FloatVector sum = Lanes.zero();
        for (int i = 0; i < whole; i += BYTES) {
            sum = load(left, leftAt + i).fma(load(right, rightAt + i), sum);
        }
        float total = lanes.sum(sum);
        for (int i = whole; i < columns * 4; i += 4) {
            total = Math.fma(left.getFloat(leftAt + i), right.getFloat(rightAt + i), total);
        }
        return total;
    }

    private static void backwardRow(
            ByteBuffer gradient, int at, ByteBuffer probabilities, int pAt, int columns, float scale, float mean) {
        int whole = Lanes.wholeBytes(columns);
        for (int i = 0; i < whole; i += BYTES) {
            FloatVector p = load(probabilities, pAt + i).mul(scale);
            store(load(gradient, at + i).sub(mean).mul(p), gradient, at + i);
        }
        for (int i = whole; i < columns * 4; i += 4) {
            float p = probabilities.getFloat(pAt + i) * scale;
            gradient.putFloat(at + i, (gradient.getFloat(at + i) - mean) * p);
        }
    }
}
