package org.masque.model.kernels.simd;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loads, stores and sums of vectors as wide as this processor's, and of the part of a vector at the end of a row.
 *
 * <p>Masked loads are not compiled to instructions on AVX2 by JDK 17, so the end of a row goes through a small array.
 * Lanes are summed in a fixed order, which {@code reduceLanes} does not promise.
 */
final class Lanes {
    /** Constant, as the compiler needs it; 4, 8 or 16 floats. */
    static final VectorSpecies<Float> SPECIES =
            FloatVector.SPECIES_PREFERRED.length() > 16 ? FloatVector.SPECIES_512 : FloatVector.SPECIES_PREFERRED;

    /** Floats in a vector. */
    static final int WIDTH = SPECIES.length();

    /** Bytes in a vector. */
    static final int BYTES = WIDTH * 4;

    // Constants of their own, not an array: the compiler must see each to make it one instruction.
    private static final VectorShuffle<Float> BY_8 = rotation(8);
    private static final VectorShuffle<Float> BY_4 = rotation(4);
    private static final VectorShuffle<Float> BY_2 = rotation(2);
    private static final VectorShuffle<Float> BY_1 = rotation(1);

    private final float[] spill = new float[WIDTH];

    static FloatVector load(ByteBuffer buffer, int at) {
        return FloatVector.fromByteBuffer(SPECIES, buffer, at, ByteOrder.nativeOrder());
    }

    static void store(FloatVector vector, ByteBuffer buffer, int at) {
        vector.intoByteBuffer(buffer, at, ByteOrder.nativeOrder());
    }

    static FloatVector all(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }

    static FloatVector zero() {
        return FloatVector.zero(SPECIES);
    }

    /** The bytes of {@code floats} floats that fill vectors. */
    static int wholeBytes(int floats) {
        return floats / WIDTH * BYTES;
    }

    /** The floats that remain. */
    static int tail(int floats) {
        return floats % WIDTH;
    }

    /** {@code floats}, rounded up to whole vectors. */
    static int padded(int floats) {
        return (floats + WIDTH - 1) / WIDTH * WIDTH;
    }

    /** Loads fewer floats than a vector holds, {@code fill} in the other lanes. */
    FloatVector loadTail(ByteBuffer buffer, int at, int floats, float fill) {
        for (int lane = 0; lane < WIDTH; lane++) {
            spill[lane] = lane < floats ? buffer.getFloat(at + lane * 4) : fill;
        }
        return FloatVector.fromArray(SPECIES, spill, 0);
    }

    /** Loads fewer floats than a vector holds, zeros in the other lanes. */
    FloatVector loadTail(ByteBuffer buffer, int at, int floats) {
        return loadTail(buffer, at, floats, 0);
    }

    /** Stores the first {@code floats} lanes. */
    void storeTail(FloatVector vector, ByteBuffer buffer, int at, int floats) {
        vector.intoArray(spill, 0);
        for (int lane = 0; lane < floats; lane++) {
            buffer.putFloat(at + lane * 4, spill[lane]);
        }
    }

    /**
     * The sum of all lanes, pair by pair: the same bits interpreted and compiled, which {@code reduceLanes} does not
     * promise. Without a way through memory, which would cost more than the rest of a short row.
     */
    float sum(FloatVector vector) {
        FloatVector sum = vector;
        if (WIDTH > 8) {
            sum = sum.add(sum.rearrange(BY_8));
        }
        if (WIDTH > 4) {
            sum = sum.add(sum.rearrange(BY_4));
        }
        sum = sum.add(sum.rearrange(BY_2));
        return sum.add(sum.rearrange(BY_1)).lane(0);
    }

    private static VectorShuffle<Float> rotation(int distance) {
        return VectorShuffle.fromOp(SPECIES, lane -> (lane + distance) % WIDTH);
    }

    /** The largest lane, whichever is looked at first. */
    float max(FloatVector vector) {
        return vector.reduceLanes(VectorOperators.MAX);
    }

    /** The sum of a row of floats. */
    float sumRow(ByteBuffer row, int at, int floats) {
        int end = at + wholeBytes(floats);
        FloatVector even = zero();
        FloatVector odd = zero();
        int i = at;
        for (; i + BYTES < end; i += 2 * BYTES) {
            even = even.add(load(row, i));
            odd = odd.add(load(row, i + BYTES));
        }
        if (i < end) {
            even = even.add(load(row, i));
        }
        float sum = sum(even.add(odd));
        for (int rest = end; rest < at + floats * 4; rest += 4) {
            sum += row.getFloat(rest);
        }
        return sum;
    }

    /** The sum over a row of (x - mean)². */
    float squaredDeviations(ByteBuffer row, int at, int floats, float mean) {
        int end = at + wholeBytes(floats);
        FloatVector even = zero();
        FloatVector odd = zero();
        int i = at;
        for (; i + BYTES < end; i += 2 * BYTES) {
            FloatVector left = load(row, i).sub(mean);
            FloatVector right = load(row, i + BYTES).sub(mean);
            even = left.fma(left, even);
            odd = right.fma(right, odd);
        }
        if (i < end) {
            FloatVector left = load(row, i).sub(mean);
            even = left.fma(left, even);
        }
        float sum = sum(even.add(odd));
        for (int rest = end; rest < at + floats * 4; rest += 4) {
            float deviation = row.getFloat(rest) - mean;
            sum += deviation * deviation;
        }
        return sum;
    }

    /** to = left + right over a row; {@code to} may be either. */
    void addRow(ByteBuffer left, int leftAt, ByteBuffer right, int rightAt, ByteBuffer to, int toAt, int floats) {
        int whole = wholeBytes(floats);
        for (int i = 0; i < whole; i += BYTES) {
            store(load(left, leftAt + i).add(load(right, rightAt + i)), to, toAt + i);
        }
        for (int i = whole; i < floats * 4; i += 4) {
            to.putFloat(toAt + i, left.getFloat(leftAt + i) + right.getFloat(rightAt + i));
        }
    }

    /** row = row * factor. */
    void scaleRow(ByteBuffer row, int at, int floats, float factor) {
        int whole = wholeBytes(floats);
        for (int i = 0; i < whole; i += BYTES) {
            store(load(row, at + i).mul(factor), row, at + i);
        }
        for (int i = whole; i < floats * 4; i += 4) {
            row.putFloat(at + i, row.getFloat(at + i) * factor);
        }
    }
}
