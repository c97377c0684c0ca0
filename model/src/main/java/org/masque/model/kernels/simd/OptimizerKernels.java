package org.masque.model.kernels.simd;

import static org.masque.model.kernels.simd.Lanes.BYTES;
import static org.masque.model.kernels.simd.Lanes.all;
import static org.masque.model.kernels.simd.Lanes.load;
import static org.masque.model.kernels.simd.Lanes.store;

import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;
import org.masque.model.kernels.AdamStep;
import org.masque.model.tensor.Tensor;

/** Passes over flat buffers of parameters and gradients, which may be larger than one byte buffer can be. */
final class OptimizerKernels {
    private static final long CHUNK_FLOATS = 1 << 26;

    private final Lanes lanes;

    OptimizerKernels(Lanes lanes) {
        this.lanes = lanes;
    }

    /** The factors of one AdamW update: p = p keep - rate m / (sqrt(v) root + epsilon). */
    private record Factors(
            float keep, float rate, float root, float epsilon, float beta1, float rest1, float beta2, float rest2) {
        static Factors of(AdamStep step, float decay) {
            double correction1 = 1 - Math.pow(step.beta1(), (double) step.step());
            double correction2 = 1 - Math.pow(step.beta2(), (double) step.step());
            return new Factors(
                    (float) (1 - (double) step.learningRate() * decay),
                    (float) (step.learningRate() / correction1),
                    (float) (1 / Math.sqrt(correction2)),
                    step.epsilon(),
                    step.beta1(),
                    (float) (1.0 - step.beta1()),
                    step.beta2(),
                    (float) (1.0 - step.beta2()));
        }

        FloatVector firstMoment(FloatVector m, FloatVector g) {
            return m.fma(all(beta1), g.mul(rest1));
        }

        FloatVector secondMoment(FloatVector v, FloatVector g) {
            return v.fma(all(beta2), g.mul(g).mul(rest2));
        }

        FloatVector parameter(FloatVector p, FloatVector m, FloatVector v) {
            FloatVector denominator = v.sqrt().fma(all(root), all(epsilon));
            return p.fma(all(keep), m.mul(-rate).div(denominator));
        }
    }

    void adamW(Tensor parameters, Tensor gradient, Tensor m, Tensor v, AdamStep step, float decay) {
        Factors factors = Factors.of(step, decay);
        for (long from = 0; from < parameters.length(); from += CHUNK_FLOATS) {
            long floats = Math.min(CHUNK_FLOATS, parameters.length() - from);
            updateChunk(
                    parameters.slice(from, floats),
                    gradient.slice(from, floats),
                    m.slice(from, floats),
                    v.slice(from, floats),
                    factors);
        }
    }

    private void updateChunk(Tensor parameters, Tensor gradient, Tensor m, Tensor v, Factors factors) {
        ByteBuffer ps = parameters.bytes();
        ByteBuffer gs = gradient.bytes();
        ByteBuffer ms = m.bytes();
        ByteBuffer vs = v.bytes();
        int floats = Math.toIntExact(parameters.length());
        int whole = Lanes.wholeBytes(floats);
        for (int i = 0; i < whole; i += BYTES) {
            FloatVector g = load(gs, gradient.start() + i);
            FloatVector first = factors.firstMoment(load(ms, m.start() + i), g);
            FloatVector second = factors.secondMoment(load(vs, v.start() + i), g);
            store(first, ms, m.start() + i);
            store(second, vs, v.start() + i);
            store(factors.parameter(load(ps, parameters.start() + i), first, second), ps, parameters.start() + i);
        }
        int tail = Lanes.tail(floats);
        if (tail > 0) {
            FloatVector g = lanes.loadTail(gs, gradient.start() + whole, tail);
            FloatVector first = factors.firstMoment(lanes.loadTail(ms, m.start() + whole, tail), g);
            FloatVector second = factors.secondMoment(lanes.loadTail(vs, v.start() + whole, tail), g);
            FloatVector old = lanes.loadTail(ps, parameters.start() + whole, tail);
            lanes.storeTail(first, ms, m.start() + whole, tail);
            lanes.storeTail(second, vs, v.start() + whole, tail);
            lanes.storeTail(factors.parameter(old, first, second), ps, parameters.start() + whole, tail);
        }
    }

    /** average = average * decay + x * (1 - decay). */
    void movingAverage(Tensor average, Tensor x, float decay) {
        for (long from = 0; from < average.length(); from += CHUNK_FLOATS) {
            long floats = Math.min(CHUNK_FLOATS, average.length() - from);
            averageChunk(average.slice(from, floats), x.slice(from, floats), decay);
        }
    }

    // Each float by itself in the same way, whole vector or not: where a slice is cut must not change a bit.
    private static void averageChunk(Tensor average, Tensor x, float decay) {
        ByteBuffer to = average.bytes();
        float rest = 1 - decay;
        int floats = Math.toIntExact(average.length());
        int whole = Lanes.wholeBytes(floats);
        for (int i = 0; i < whole; i += BYTES) {
            FloatVector old = load(to, average.start() + i).mul(decay);
            store(load(x.bytes(), x.start() + i).fma(all(rest), old), to, average.start() + i);
        }
        for (int i = whole; i < floats * 4; i += 4) {
            float old = to.getFloat(average.start() + i) * decay;
            to.putFloat(average.start() + i, Math.fma(x.bytes().getFloat(x.start() + i), rest, old));
        }
    }

    /** to = left + right; {@code to} may be either. */
    void add(Tensor left, Tensor right, Tensor to) {
        for (long from = 0; from < to.length(); from += CHUNK_FLOATS) {
            long floats = Math.min(CHUNK_FLOATS, to.length() - from);
            addChunk(left.slice(from, floats), right.slice(from, floats), to.slice(from, floats));
        }
    }

    /** x = x * factor. */
    void scale(Tensor x, float factor) {
        for (long from = 0; from < x.length(); from += CHUNK_FLOATS) {
            int floats = (int) Math.min(CHUNK_FLOATS, x.length() - from);
            Tensor chunk = x.slice(from, floats);
            lanes.scaleRow(chunk.bytes(), chunk.start(), floats, factor);
        }
    }

    private void addChunk(Tensor left, Tensor right, Tensor to) {
        lanes.addRow(
                left.bytes(),
                left.start(),
                right.bytes(),
                right.start(),
                to.bytes(),
                to.start(),
                Math.toIntExact(to.length()));
    }

    double sumOfSquares(Tensor x) {
        double sum = 0;
        for (long from = 0; from < x.length(); from += CHUNK_FLOATS) {
            sum += sumOfChunk(x.slice(from, Math.min(CHUNK_FLOATS, x.length() - from)));
        }
        return sum;
    }

    // Four sums, since an addition waits for the one before it; doubles, so that no square overflows.
    private static double sumOfChunk(Tensor x) {
        ByteBuffer bytes = x.bytes();
        int end = x.start() + Math.toIntExact(x.length() * 4);
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int at = x.start();
        for (; at + 16 <= end; at += 16) {
            first += square(bytes.getFloat(at));
            second += square(bytes.getFloat(at + 4));
            third += square(bytes.getFloat(at + 8));
            fourth += square(bytes.getFloat(at + 12));
        }
        for (; at < end; at += 4) {
            first += square(bytes.getFloat(at));
        }
        return (first + second) + (third + fourth);
    }

    private static double square(double value) {
        return value * value;
    }
}
