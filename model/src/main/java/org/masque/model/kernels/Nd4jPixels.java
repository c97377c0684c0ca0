package org.masque.model.kernels;

import org.masque.model.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** What a convolutional decoder needs, on ND4J; the contract is {@link Kernels}'. */
final class Nd4jPixels {
    private static final int ROWS = 1;
    private static final int NEIGHBOURS = 9;
    private static final double EPSILON = 1e-5;

    private Nd4jPixels() {}

    static void neighbourhoods(Tensor x, int height, int width, int zoom, Tensor y) {
        long channels = x.columns();
        // The last row is what lies outside.
        INDArray sources = Nd4j.vstack(x.nd(), Nd4j.zeros(1, channels).castTo(x.nd().dataType()));
        int[] index = index(y.rows(), height, width, zoom);
        for (int i = 0; i < index.length; i++) {
            index[i] = index[i] < 0 ? x.rows() : index[i];
        }
        Nd4j.pullRows(sources, y.reshape(index.length, channels).nd(), ROWS, index);
    }

    // Sums over scattered rows are made on plain arrays: ND4J has no such operation that works on views.
    static void neighbourhoodsBackward(Tensor dy, int height, int width, int zoom, Tensor dx) {
        int channels = dx.columns();
        int[] index = index(dy.rows(), height, width, zoom);
        double[] gradients = dy.reshape(dy.length()).nd().toDoubleVector();
        double[] sums = new double[Math.toIntExact(dx.length())];
        for (int i = 0; i < gradients.length; i++) {
            int source = index[i / channels];
            if (source >= 0) {
                sums[source * channels + i % channels] += gradients[i];
            }
        }
        dx.reshape(dx.length()).nd().assign(Nd4jLinear.narrow(Nd4j.createFromArray(sums)));
    }

    // For each neighbour of each enlarged pixel its row of x, or -1 outside.
    private static int[] index(int pixels, int height, int width, int zoom) {
        int large = width * zoom;
        int tall = height * zoom;
        int[] index = new int[pixels * NEIGHBOURS];
        for (int i = 0; i < index.length; i++) {
            int pixel = i / NEIGHBOURS;
            int column = pixel % large + i % 3 - 1;
            int row = pixel / large % tall + i % NEIGHBOURS / 3 - 1;
            int image = pixel / (large * tall);
            boolean inside = column >= 0 && column < large && row >= 0 && row < tall;
            index[i] = inside ? (image * height + row / zoom) * width + column / zoom : -1;
        }
        return index;
    }

    static void adaptiveNorm(Tensor x, Tensor style, Tensor y, Tensor statistics) {
        INDArray values = byImage(x, style);
        INDArray mean = values.mean(true, 1);
        INDArray apart = values.sub(mean);
        INDArray inverse = Transforms.pow(apart.mul(apart).mean(true, 1).addi(EPSILON), -0.5, false);
        half(statistics, 0).assign(Nd4jLinear.narrow(mean));
        half(statistics, 1).assign(Nd4jLinear.narrow(inverse));
        INDArray styled = apart.muli(inverse).muli(wideHalf(style, 0).addi(1)).addi(wideHalf(style, 1));
        y.nd().assign(Nd4jLinear.narrow(styled).reshape('c', y.shape()));
    }

    static void adaptiveNormBackward(Tensor dy, Tensor x, Tensor style, Tensor statistics, Tensor dx, Tensor dstyle) {
        INDArray inverse = wideHalf(statistics, 1);
        INDArray normal = byImage(x, style).subi(wideHalf(statistics, 0)).muli(inverse);
        INDArray gradient = byImage(dy, style);
        INDArray along = gradient.mul(normal);
        half(dstyle, 0).assign(Nd4jLinear.narrow(along.sum(true, 1)));
        half(dstyle, 1).assign(Nd4jLinear.narrow(gradient.sum(true, 1)));
        INDArray projected = gradient.sub(gradient.mean(true, 1)).subi(normal.mul(along.mean(true, 1)));
        INDArray factor = wideHalf(style, 0).addi(1).muli(inverse);
        dx.nd().assign(Nd4jLinear.narrow(projected.muli(factor)).reshape('c', dx.shape()));
    }

    // [B, N, C] in float64.
    private static INDArray byImage(Tensor pixels, Tensor style) {
        long images = style.shape()[0];
        return Nd4jLinear.wide(pixels.reshape(images, pixels.rows() / images, pixels.columns()));
    }

    // One half of each row of [B, 2C], as [B, 1, C].
    private static INDArray half(Tensor pairs, int which) {
        long width = pairs.columns();
        return pairs.strided(
                which * width / 2, new long[] {pairs.rows(), 1, width / 2}, new long[] {width, width / 2, 1});
    }

    private static INDArray wideHalf(Tensor pairs, int which) {
        return half(pairs, which).dup('c').castTo(DataType.DOUBLE);
    }

    static void leakyRelu(Tensor x, float slope, Tensor y) {
        INDArray values = x.nd();
        y.nd().assign(values.mul(factors(values, slope)));
    }

    static void leakyReluBackward(Tensor dy, Tensor y, float slope, Tensor dx) {
        dx.nd().assign(dy.nd().mul(factors(y.nd(), slope)));
    }

    // 1 where above 0, else the slope.
    private static INDArray factors(INDArray values, float slope) {
        return values.gt(0).castTo(values.dataType()).muli(1 - slope).addi(slope);
    }
}
