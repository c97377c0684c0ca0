package org.masque.model.data;

/**
 * The weights by which one axis is resampled: each output pixel is a weighted sum of neighbouring input pixels.
 *
 * <p>Cubic convolution with a = -0.5 (Keys 1981), as in PIL. When an axis shrinks, the kernel is stretched by the same
 * factor, so that every input pixel counts (antialiasing); at the borders the weights that fall outside are dropped and
 * the others scaled to sum to 1. Same length in and out gives the input back exactly.
 *
 * <p>A scratch object: {@link #prepare} overwrites it. Not for sharing between threads.
 */
final class BicubicWeights {
    private static final double A = -0.5;
    private static final double RADIUS = 2;

    private int[] first = new int[0];
    private int[] count = new int[0];
    private float[] weights = new float[0];
    private int stride;

    /**
     * Computes the weights of an axis.
     *
     * @param in input pixels under the crop
     * @param out output pixels, at least 1
     */
    void prepare(CropAxis in, int out) {
        double scale = in.length() / out;
        double stretch = Math.max(scale, 1);
        double support = RADIUS * stretch;
        reserve(out, 2 * (int) Math.ceil(support) + 1);
        for (int x = 0; x < out; x++) {
            double centre = in.start() + (x + 0.5) * scale;
            int from = Math.max(0, (int) (centre - support + 0.5));
            int to = Math.min(in.count(), (int) (centre + support + 0.5));
            first[x] = from;
            count[x] = to - from;
            fill(x * stride, to - from, (from - centre + 0.5) / stretch, 1 / stretch);
        }
    }

    private void reserve(int out, int taps) {
        stride = taps;
        if (first.length < out) {
            first = new int[out];
            count = new int[out];
        }
        if (weights.length < out * taps) {
            weights = new float[out * taps];
        }
    }

    private void fill(int at, int taps, double offset, double step) {
        double sum = 0;
        for (int k = 0; k < taps; k++) {
            sum += cubic(offset + k * step);
        }
        for (int k = 0; k < taps; k++) {
            weights[at + k] = (float) (cubic(offset + k * step) / sum);
        }
    }

    private static double cubic(double distance) {
        double x = Math.abs(distance);
        if (x < 1) {
            return ((A + 2) * x - (A + 3)) * x * x + 1;
        }
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
    }

    /** The first input pixel of an output pixel. */
    int first(int x) {
        return first[x];
    }

    /** The number of input pixels of an output pixel. */
    int count(int x) {
        return count[x];
    }

    /** Where the weights of an output pixel begin in {@link #values()}. */
    int offset(int x) {
        return x * stride;
    }

    /** The most input pixels that any output pixel has. */
    int maxCount() {
        return stride;
    }

    /** All weights; read at {@link #offset}. */
    float[] values() {
        return weights;
    }
}
