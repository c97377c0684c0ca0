package org.masque.model.kernels;

import java.util.Arrays;

/**
 * Naive double-precision tokens of visible and masked patches in one order, and what goes with them.
 *
 * @param images B
 * @param patches L
 * @param visible B*V patch numbers, ascending within an image
 * @param masked B*M patch numbers, ascending within an image
 */
record NaiveMerge(int images, int patches, int[] visible, int[] masked) {
    private static final int THROWN = 2;

    /** Random lists; two patches of each image are in neither. */
    static NaiveMerge random(LawTensors tensors, int images, int visible, int masked) {
        int patches = visible + masked + THROWN;
        int[] chosen = tensors.patches(images, visible + masked, patches);
        int[] shown = NaiveKernels.columns(chosen, visible + masked, 0, visible);
        int[] hidden = NaiveKernels.columns(chosen, visible + masked, visible, visible + masked);
        for (int image = 0; image < images; image++) {
            Arrays.sort(shown, image * visible, (image + 1) * visible);
            Arrays.sort(hidden, image * masked, (image + 1) * masked);
        }
        return new NaiveMerge(images, patches, shown, hidden);
    }

    TokenSequence sequence() {
        return TokenSequence.merged(images, visible, masked);
    }

    /** Goes through all patches of an image in order, and takes a token for each that is listed. */
    double[] forward(double[] embedded, double[] classToken, double[] maskToken, double[] positions) {
        int width = classToken.length;
        double[] y = new double[(images + visible.length + masked.length) * width];
        int row = 0;
        for (int image = 0; image < images; image++) {
            put(y, row++, row(classToken, 0, width), row(positions, 0, width));
            for (int patch = 0; patch < patches; patch++) {
                int shown = indexOf(visible, image, patch);
                int hidden = indexOf(masked, image, patch);
                if (shown >= 0) {
                    put(y, row++, row(embedded, shown, width), row(positions, patch + 1, width));
                } else if (hidden >= 0) {
                    put(y, row++, row(maskToken, 0, width), row(positions, patch + 1, width));
                }
            }
        }
        return y;
    }

    private int indexOf(int[] list, int image, int patch) {
        int count = list.length / images;
        for (int i = image * count; i < (image + 1) * count; i++) {
            if (list[i] == patch) {
                return i;
            }
        }
        return -1;
    }

    private static double[] row(double[] matrix, int row, int width) {
        return Arrays.copyOfRange(matrix, row * width, (row + 1) * width);
    }

    private static void put(double[] y, int row, double[] token, double[] position) {
        for (int i = 0; i < token.length; i++) {
            y[row * token.length + i] = token[i] + position[i];
        }
    }

    /** A table [N, H] laid out for pairs of tokens, [H, pairs]. */
    static double[] bias(double[] table, int[] index, int heads) {
        double[] bias = new double[heads * index.length];
        for (int i = 0; i < bias.length; i++) {
            bias[i] = table[index[i % index.length] * heads + i / index.length];
        }
        return bias;
    }

    /** Rows scaled column by column. */
    static double[] scaled(double[] rows, double[] scale) {
        double[] y = rows.clone();
        for (int i = 0; i < y.length; i++) {
            y[i] *= scale[i % scale.length];
        }
        return y;
    }
}
