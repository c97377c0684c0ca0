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
 * <p>The forward takes a row through stages, over arrays. JDK 17 gives up inlining in a method that has grown too
 * large, and then every vector is an object, five times slower. A call that meets four classes is never inlined, so
 * each stage stays a small method of its own.
 */
final class GeluKernels {
    private final ColumnSums columnSums;
    private final Load load = new Load();
    private final Store store = new Store();
    private final Stage[] stages = {load, new Exponentiate(), new Activate(), store};
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
        makeRoom(Lanes.padded(width));
        bias.bytes().asFloatBuffer().get(bias.start() / 4, biases, 0, width);
        load.from(x);
        store.to(y, x);
        for (int row = 0; row < rows; row++) {
            for (Stage stage : stages) {
                stage.process(row, width);
            }
        }
    }

    /** One pass over a row. */
    private interface Stage {
        void process(int row, int width);
    }

    private final class Load implements Stage {
        private FloatBuffer xs = FloatBuffer.allocate(0);
        private int start;

        void from(Tensor x) {
            xs = x.bytes().asFloatBuffer();
            start = x.start() / 4;
        }

        @Override
        public void process(int row, int width) {
            xs.get(start + row * width, inputs, 0, width);
        }
    }

    private final class Exponentiate implements Stage {
        @Override
        public void process(int row, int width) {
            exponentiate(inputs, biases, exponentials, Lanes.padded(width));
        }
    }

    private final class Activate implements Stage {
        @Override
        public void process(int row, int width) {
            activate(inputs, exponentials, outputs, Lanes.padded(width));
        }
    }

    /** Leaves the values in y and the derivatives in x. */
    private final class Store implements Stage {
        private FloatBuffer ys = FloatBuffer.allocate(0);
        private FloatBuffer xs = FloatBuffer.allocate(0);
        private int yStart;
        private int xStart;

        void to(Tensor y, Tensor x) {
            ys = y.bytes().asFloatBuffer();
            yStart = y.start() / 4;
            xs = x.bytes().asFloatBuffer();
            xStart = x.start() / 4;
        }

        @Override
        public void process(int row, int width) {
            ys.put(yStart + row * width, outputs, 0, width);
            xs.put(xStart + row * width, exponentials, 0, width);
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
