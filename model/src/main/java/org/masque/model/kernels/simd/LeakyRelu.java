package org.masque.model.kernels.simd;

import static org.masque.model.kernels.simd.Lanes.BYTES;
import static org.masque.model.kernels.simd.Lanes.load;
import static org.masque.model.kernels.simd.Lanes.store;

import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.masque.model.tensor.Tensor;

/** A rectifier that lets a share of what is below zero through. */
final class LeakyRelu {
    private LeakyRelu() {}

    static void forward(Tensor x, float slope, Tensor y) {
        select(x, x, slope, y);
    }

    static void backward(Tensor dy, Tensor y, float slope, Tensor dx) {
        select(y, dy, slope, dx);
    }

    // to = from where the sign is above 0, else slope * from.
    private static void select(Tensor sign, Tensor from, float slope, Tensor to) {
        int bytes = Math.toIntExact(to.length() * 4);
        int whole = Lanes.wholeBytes(bytes / 4);
        ByteBuffer signs = sign.bytes();
        ByteBuffer values = from.bytes();
        for (int i = 0; i < whole; i += BYTES) {
            FloatVector value = load(values, from.start() + i);
            var above = load(signs, sign.start() + i).compare(VectorOperators.GT, 0);
            store(value.mul(slope).blend(value, above), to.bytes(), to.start() + i);
        }
        for (int i = whole; i < bytes; i += 4) {
            float value = values.getFloat(from.start() + i);
            to.bytes().putFloat(to.start() + i, signs.getFloat(sign.start() + i) > 0 ? value : slope * value);
        }
    }
}
