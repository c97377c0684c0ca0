package org.masque.model.kernels.simd;

import org.masque.model.tensor.Tensor;

/**
 * The errors of predicted difficulty. The patches of an image are few, and a pair costs a logarithm and an exponential:
 * plain loops in 64 bits.
 */
final class DifficultyKernels {
    private static final double FLOOR = 1e-6;

    private DifficultyKernels() {}

    static void rowMeans(Tensor x, Tensor y, Lanes lanes) {
        int width = x.columns();
        for (int row = 0; row < x.rows(); row++) {
            y.set(row, lanes.sumRow(x.bytes(), x.start() + row * width * 4, width) / width);
        }
    }

    static void rowMeansBackward(Tensor dy, Tensor dx) {
        int width = dx.columns();
        for (int row = 0; row < dx.rows(); row++) {
            float share = dy.get(row) / width;
            for (int i = 0; i < width; i++) {
                dx.bytes().putFloat(dx.start() + (row * width + i) * 4, share);
            }
        }
    }

    static double rankingError(Tensor scores, Tensor targets, float scale, Tensor dscores) {
        int width = scores.columns();
        double sum = 0;
        for (int image = 0; image < scores.rows(); image++) {
            long from = (long) image * width;
            sum += rankingErrorOfOne(
                    scores.slice(from, width), targets.slice(from, width), scale, dscores.slice(from, width));
        }
        return sum;
    }

    // Both orders of a pair have the same error, so each pair is looked at once.
    private static double rankingErrorOfOne(Tensor scores, Tensor targets, float scale, Tensor dscores) {
        float[] score = scores.toArray();
        float[] target = targets.toArray();
        double[] gradient = new double[score.length];
        double sum = 0;
        long pairs = 0;
        for (int i = 0; i < score.length; i++) {
            for (int j = 0; j < i; j++) {
                if (target[i] != target[j]) {
                    int larger = target[i] > target[j] ? i : j;
                    int smaller = i + j - larger;
                    double sigma = 1 / (1 + Math.exp((double) score[smaller] - score[larger]));
                    double slope = sigma * (1 - sigma) / (sigma + FLOOR);
                    sum -= Math.log(sigma + FLOOR);
                    gradient[larger] -= slope;
                    gradient[smaller] += slope;
                    pairs++;
                }
            }
        }
        for (int i = 0; i < gradient.length; i++) {
            dscores.set(i, pairs == 0 ? 0 : (float) (gradient[i] / pairs * scale));
        }
        return pairs == 0 ? 0 : sum / pairs;
    }

    static double standardizedError(Tensor scores, Tensor targets, float scale, Tensor dscores) {
        int width = scores.columns();
        double sum = 0;
        for (int image = 0; image < scores.rows(); image++) {
            long from = (long) image * width;
            double mean = 0;
            for (int i = 0; i < width; i++) {
                mean += (double) targets.get(from + i) / width;
            }
            double variance = 0;
            for (int i = 0; i < width; i++) {
                double centred = targets.get(from + i) - mean;
                variance += centred * centred / width;
            }
            for (int i = 0; i < width; i++) {
                double wanted = (targets.get(from + i) - mean) / Math.sqrt(variance + FLOOR);
                double error = scores.get(from + i) - wanted;
                sum += error * error / width;
                dscores.set(from + i, (float) (2 * error * scale / width));
            }
        }
        return sum;
    }
}
