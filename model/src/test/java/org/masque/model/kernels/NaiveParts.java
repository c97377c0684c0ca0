package org.masque.model.kernels;

import java.util.Arrays;

/** Maps of parts and their losses, formula by formula, in 64 bits. */
record NaiveParts(int images, int patches, int parts) {
    /** parts [B, K*D], tokens [B*(L+1), D]: [B*L, K]. */
    double[] maps(double[] partTokens, double[] tokens) {
        int width = partTokens.length / (images * parts);
        double[] maps = new double[images * patches * parts];
        for (int row = 0; row < images * patches; row++) {
            int image = row / patches;
            int token = (image * (patches + 1) + row % patches + 1) * width;
            double sum = 0;
            for (int k = 0; k < parts; k++) {
                double score = 0;
                for (int d = 0; d < width; d++) {
                    score += partTokens[(image * parts + k) * width + d] * tokens[token + d];
                }
                maps[row * parts + k] = Math.exp(score / Math.sqrt(width));
                sum += maps[row * parts + k];
            }
            for (int k = 0; k < parts; k++) {
                maps[row * parts + k] /= sum;
            }
        }
        return maps;
    }

    double overlap(double[] maps) {
        double sum = 0;
        for (int image = 0; image < images; image++) {
            for (int k = 0; k < parts; k++) {
                for (int other = 0; other < parts; other++) {
                    double length = Math.sqrt(dot(maps, image, k, k) * dot(maps, image, other, other));
                    sum += k == other ? 0 : dot(maps, image, k, other) / length / (parts * (parts - 1));
                }
            }
        }
        return sum;
    }

    private double dot(double[] maps, int image, int left, int right) {
        double sum = 0;
        for (int row = image * patches; row < (image + 1) * patches; row++) {
            sum += maps[row * parts + left] * maps[row * parts + right];
        }
        return sum;
    }

    double absence(double[] maps, int own) {
        double sum = 0;
        for (int map = 0; map < images * parts; map++) {
            double[] column = new double[patches];
            for (int patch = 0; patch < patches; patch++) {
                column[patch] = maps[(map / parts * patches + patch) * parts + map % parts];
            }
            Arrays.sort(column);
            double largest = Arrays.stream(column, patches - own, patches).sum();
            sum += (1 - largest / own) / parts;
        }
        return sum;
    }
}
