package org.masque.model.kernels.simd;

import org.masque.model.tensor.Tensor;

/**
 * What classifying images needs. Classes are few, and means are taken once in an image: plain loops, in 64 bits where
 * many numbers are added.
 */
final class ClassKernels {
    private ClassKernels() {}

    static void tokenMeans(Tensor x, int tokens, Tensor y) {
        int width = x.columns();
        for (int image = 0; image < y.rows(); image++) {
            float[] all = x.slice((long) image * tokens * width, (long) tokens * width)
                    .toArray();
            float[] means = new float[width];
            double[] sums = new double[width];
            for (int token = 1; token < tokens; token++) {
                for (int i = 0; i < width; i++) {
                    sums[i] += all[token * width + i];
                }
            }
            for (int i = 0; i < width; i++) {
                means[i] = (float) (sums[i] / (tokens - 1));
            }
            y.slice((long) image * width, width).copyFrom(means);
        }
    }

    static void tokenMeansBackward(Tensor dy, int tokens, Tensor dx) {
        int width = dy.columns();
        for (int image = 0; image < dy.rows(); image++) {
            float[] share = dy.slice((long) image * width, width).toArray();
            for (int i = 0; i < width; i++) {
                share[i] /= tokens - 1;
            }
            Tensor all = dx.slice((long) image * tokens * width, (long) tokens * width);
            all.slice(0, width).zero();
            for (int token = 1; token < tokens; token++) {
                all.slice((long) token * width, width).copyFrom(share);
            }
        }
    }

    static double softmaxCrossEntropy(Tensor logits, int[] labels, float smoothing, float scale, Tensor dlogits) {
        int classes = logits.columns();
        double sum = 0;
        for (int row = 0; row < logits.rows(); row++) {
            long from = (long) row * classes;
            float[] values = logits.slice(from, classes).toArray();
            sum += ofRow(values, labels[row], smoothing, scale);
            dlogits.slice(from, classes).copyFrom(values);
        }
        return sum;
    }

    // The gradient takes the place of the values.
    private static double ofRow(float[] values, int label, double smoothing, float scale) {
        double most = Double.NEGATIVE_INFINITY;
        for (float value : values) {
            most = Math.max(most, value);
        }
        double all = 0;
        for (float value : values) {
            all += Math.exp(value - most);
        }
        double logarithm = most + Math.log(all);
        double error = 0;
        for (int each = 0; each < values.length; each++) {
            double wanted = smoothing / values.length + (each == label ? 1 - smoothing : 0);
            double log = values[each] - logarithm;
            error -= wanted * log;
            values[each] = (float) ((Math.exp(log) - wanted) * scale);
        }
        return error;
    }
}
