package org.masque.model.kernels.simd;

import static org.masque.model.kernels.simd.Lanes.BYTES;
import static org.masque.model.kernels.simd.Lanes.SPECIES;
import static org.masque.model.kernels.simd.Lanes.WIDTH;
import static org.masque.model.kernels.simd.Lanes.load;
import static org.masque.model.kernels.simd.Lanes.store;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import jdk.incubator.vector.FloatVector;
import org.masque.model.tensor.Tensor;

/**
 * Bias and GELU.
 *
 * <p>The forward leaves gelu'(x + bias) in its x, while the exponential is at hand; so the backward is one product.
 *
 * <p>The forward works on rows copied into arrays and in two loops: JDK 17 compiles accesses to byte buffers to so much
 * code that one loop over them would pass its limit on inlining, and then every vector is an object.
 */
final class GeluKernels {
    private final ColumnSums columnSums;
    private float[] biases = new float[0];
    private float[] inputs = new float[0];
    private float[] exponentials = new float[0];
    private float[] outputs = new float[0];

    GeluKernels(ColumnSums columnSums) {
        this.columnSums = columnSums;
    }

    void forward(Tensor x, Tensor bias, Tensor y) {
        int width = x.columns();
        int rows = x.rows();
        int padded = Lanes.padded(width);
        makeRoom(padded);
        bias.bytes().asFloatBuffer().get(bias.start() / 4, biases, 0, width);
        FloatBuffer xs = x.bytes().asFloatBuffer();
        FloatBuffer ys = y.bytes().asFloatBuffer();
        for (int row = 0; row < rows; row++) {
            int xAt = x.start() / 4 + row * width;
            xs.get(xAt, inputs, 0, width);
            exponentiate(inputs, biases, exponentials, padded);
            activate(inputs, exponentials, outputs, padded);
            ys.put(y.start() / 4 + row * width, outputs, 0, width);
            xs.put(xAt, exponentials, 0, width);
        }
    }

    private void makeRoom(int floats) {
        if (inputs.length < floats) {
            biases = new float[floats];
            inputs = new float[floats];
            exponentials = new float[floats];
            outputs = new float[floats];
        }
    }

    private static void exponentiate(float[] inputs, float[] biases, float[] exponentials, int floats) {
        for (int i = 0; i < floats; i += WIDTH) {
            FloatVector u = FloatVector.fromArray(SPECIES, inputs, i).add(FloatVector.fromArray(SPECIES, biases, i));
            u.intoArray(inputs, i);
            Gelu.exponential(u).intoArray(exponentials, i);
        }
    }

    // Replaces the exponentials by the derivatives.
    private static void activate(float[] inputs, float[] exponentials, float[] outputs, int floats) {
        for (int i = 0; i < floats; i += WIDTH) {
            FloatVector u = FloatVector.fromArray(SPECIES, inputs, i);
            FloatVector e = FloatVector.fromArray(SPECIES, exponentials, i);
            FloatVector q = Gelu.ratio(u.abs()).mul(e);
            Gelu.value(u, q).intoArray(outputs, i);
            Gelu.derivative(u, q, e).intoArray(exponentials, i);
        }
    }

    void backward(Tensor dy, Tensor saved, Tensor dx, Tensor dbias) {
        multiply(dy.bytes(), dy.start(), saved.bytes(), saved.start(), dx);
        columnSums.addTo(dx, dbias);
    }

    private static void multiply(ByteBuffer left, int leftAt, ByteBuffer right, int rightAt, Tensor product) {
        ByteBuffer to = product.bytes();
        int toAt = product.start();
        int floats = Math.toIntExact(product.length());
        int whole = Lanes.wholeBytes(floats);
        for (int i = 0; i < whole; i += BYTES) {
            store(load(left, leftAt + i).mul(load(right, rightAt + i)), to, toAt + i);
        }
        for (int i = whole; i < floats * 4; i += 4) {
            to.putFloat(toAt + i, left.getFloat(leftAt + i) * right.getFloat(rightAt + i));
        }
    }
}
