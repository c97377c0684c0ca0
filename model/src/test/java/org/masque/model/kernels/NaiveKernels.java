package org.masque.model.kernels;

import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.masque.model.kernels.Kernels.PixelOrder;

/**
 * The forward kernels as their definitions say, in 64 bits and without a thought for speed.
 *
 * <p>Shapes and legend are those of {@link Kernels}. Backwards are not here: {@link FiniteDifferences} makes them.
 */
final class NaiveKernels {
    private NaiveKernels() {}

    static double[] linear(double[] x, double[] w, double[] bias) {
        int out = bias.length;
        int in = w.length / out;
        double[] y = new double[x.length / in * out];
        for (int i = 0; i < y.length; i++) {
            y[i] = bias[i % out];
            for (int k = 0; k < in; k++) {
                y[i] += x[i / out * in + k] * w[i % out * in + k];
            }
        }
        return y;
    }

    static double[] layerNorm(double[] x, double[] scale, double[] shift, double epsilon) {
        int width = scale.length;
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int row = i / width;
            double deviation = Math.sqrt(variance(x, row, width, width) + epsilon);
            y[i] = (x[i] - mean(x, row, width)) / deviation * scale[i % width] + shift[i % width];
        }
        return y;
    }

    static double[] normalizePatches(double[] targets, int pixels) {
        double[] y = new double[targets.length];
        for (int i = 0; i < y.length; i++) {
            int row = i / pixels;
            y[i] = (targets[i] - mean(targets, row, pixels))
                    / Math.sqrt(variance(targets, row, pixels, pixels - 1) + 1e-6);
        }
        return y;
    }

    static double mean(double[] x, int row, int width) {
        double sum = 0;
        for (int i = 0; i < width; i++) {
            sum += x[row * width + i];
        }
        return sum / width;
    }

    static double variance(double[] x, int row, int width, int divisor) {
        double mean = mean(x, row, width);
        double sum = 0;
        for (int i = 0; i < width; i++) {
            sum += (x[row * width + i] - mean) * (x[row * width + i] - mean);
        }
        return sum / divisor;
    }

    static double[] biasGelu(double[] x, double[] bias) {
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            double z = x[i] + bias[i % bias.length];
            y[i] = z * normalCumulative(z);
        }
        return y;
    }

    /** The integral of the normal density up to z, by Simpson's rule. */
    private static double normalCumulative(double z) {
        double limit = Math.max(-9, Math.min(9, z));
        int intervals = 200;
        double sum = 0;
        for (int i = 0; i <= intervals; i++) {
            double t = limit * i / intervals;
            int weight = i == 0 || i == intervals ? 1 : i % 2 == 0 ? 2 : 4;
            sum += weight * Math.exp(-t * t / 2);
        }
        return 0.5 + sum * limit / intervals / 3 / Math.sqrt(2 * Math.PI);
    }

    /** Sizes of an attention: images, tokens, heads, width of a head. */
    record Heads(int images, int tokens, int heads, int depth) {
        int width() {
            return heads * depth;
        }

        private int at(int image, int token, int part, int head, int e) {
            return ((image * tokens + token) * 3 + part) * width() + head * depth + e;
        }
    }

    static double[] attention(double[] qkv, Heads size) {
        return attention(qkv, new double[size.heads * size.tokens * size.tokens], size);
    }

    /** With a bias [H, T, T] on the scaled scores of every image. */
    static double[] attention(double[] qkv, double[] bias, Heads size) {
        double[] y = new double[size.images * size.tokens * size.width()];
        for (int i = 0; i < y.length; i++) {
            int e = i % size.depth;
            int head = i % size.width() / size.depth;
            int image = i / size.width() / size.tokens;
            double[] row = softmaxRow(qkv, bias, size, image, head, i / size.width() % size.tokens);
            for (int key = 0; key < size.tokens; key++) {
                y[i] += row[key] * qkv[size.at(image, key, 2, head, e)];
            }
        }
        return y;
    }

    static double[] classAttention(double[] qkv, Heads size) {
        return classAttention(qkv, new double[size.heads * size.tokens * size.tokens], size);
    }

    static double[] classAttention(double[] qkv, double[] bias, Heads size) {
        int others = size.tokens - 1;
        double[] weights = new double[size.images * size.heads * others];
        for (int i = 0; i < size.images * size.heads; i++) {
            double[] row = softmaxRow(qkv, bias, size, i / size.heads, i % size.heads, 0);
            System.arraycopy(row, 1, weights, i * others, others);
        }
        return weights;
    }

    private static double[] softmaxRow(double[] qkv, double[] bias, Heads size, int image, int head, int query) {
        double[] row = new double[size.tokens];
        double most = Double.NEGATIVE_INFINITY;
        for (int key = 0; key < size.tokens; key++) {
            for (int e = 0; e < size.depth; e++) {
                row[key] += qkv[size.at(image, query, 0, head, e)] * qkv[size.at(image, key, 1, head, e)];
            }
            row[key] /= Math.sqrt(size.depth);
            row[key] += bias[(head * size.tokens + query) * size.tokens + key];
            most = Math.max(most, row[key]);
        }
        double sum = 0;
        for (int key = 0; key < size.tokens; key++) {
            row[key] = Math.exp(row[key] - most);
            sum += row[key];
        }
        for (int key = 0; key < size.tokens; key++) {
            row[key] /= sum;
        }
        return row;
    }

    /** y whose row r is row {@code source(r)} of x. */
    static double[] rows(double[] x, int width, int count, IntUnaryOperator source) {
        double[] y = new double[count * width];
        for (int row = 0; row < count; row++) {
            System.arraycopy(x, source.applyAsInt(row) * width, y, row * width, width);
        }
        return y;
    }

    /** The class token, then the patches of an image, without positions. */
    static double[] encoderTokens(double[] embedded, double[] classToken, int patches) {
        int width = classToken.length;
        int images = embedded.length / width / patches;
        double[] y = new double[images * (patches + 1) * width];
        for (int image = 0; image < images; image++) {
            int to = image * (patches + 1) * width;
            System.arraycopy(classToken, 0, y, to, width);
            System.arraycopy(embedded, image * patches * width, y, to + width, patches * width);
        }
        return y;
    }

    /** The tokens given, then mask tokens, without positions. */
    static double[] decoderTokens(double[] embedded, double[] maskToken, int visible, int masked) {
        int width = maskToken.length;
        int given = visible + 1;
        int tokens = given + masked;
        double[] y = new double[embedded.length / given * tokens];
        for (int row = 0; row < y.length / width; row++) {
            int token = row % tokens;
            double[] source = token < given ? embedded : maskToken;
            int from = token < given ? row / tokens * given + token : 0;
            System.arraycopy(source, from * width, y, row * width, width);
        }
        return y;
    }

    static double[] lastTokens(double[] x, int width, int tokens, int count) {
        int rows = x.length / width / tokens * count;
        return rows(x, width, rows, row -> row / count * tokens + tokens - count + row % count);
    }

    /** Some columns of a matrix. */
    static int[] columns(int[] matrix, int columns, int from, int to) {
        return IntStream.range(0, matrix.length)
                .filter(i -> i % columns >= from && i % columns < to)
                .map(i -> matrix[i])
                .toArray();
    }

    static double[] extractPatches(double[] images, long[] shape, int side, int[] patches, PixelOrder order) {
        int channels = (int) shape[1];
        int height = (int) shape[2];
        int width = (int) shape[3];
        int pixels = channels * side * side;
        double[] y = new double[patches.length * pixels];
        for (int i = 0; i < y.length; i++) {
            int patch = patches[i / pixels];
            int image = (int) (i / pixels / (patches.length / shape[0]));
            int inside = i % pixels;
            boolean first = order == PixelOrder.CHANNEL_FIRST;
            int channel = first ? inside / (side * side) : inside % channels;
            int place = first ? inside % (side * side) : inside / channels;
            int row = patch / (width / side) * side + place / side;
            int column = patch % (width / side) * side + place % side;
            y[i] = images[((image * channels + channel) * height + row) * width + column];
        }
        return y;
    }

    static double squaredError(double[] predicted, double[] targets, int pixels) {
        double sum = 0;
        for (int i = 0; i < predicted.length; i++) {
            sum += (predicted[i] - targets[i]) * (predicted[i] - targets[i]) / pixels;
        }
        return sum;
    }

    /** Changes parameters and both moments. */
    static void adamW(double[] parameters, double[] g, double[] m, double[] v, AdamStep step, double decay) {
        double correction1 = 1 - Math.pow(step.beta1(), (double) step.step());
        double correction2 = 1 - Math.pow(step.beta2(), (double) step.step());
        for (int i = 0; i < parameters.length; i++) {
            m[i] = step.beta1() * m[i] + (1.0 - step.beta1()) * g[i];
            v[i] = step.beta2() * v[i] + (1.0 - step.beta2()) * g[i] * g[i];
            double change = m[i] / correction1 / (Math.sqrt(v[i] / correction2) + step.epsilon());
            parameters[i] -= step.learningRate() * (decay * parameters[i] + change);
        }
    }
}
