package org.masque.model.score;

import org.masque.masking.PatchGrid;

/** The pixels of an image, patch by patch. */
final class PixelPatches {
    private PixelPatches() {}

    /**
     * Cuts an image into patches.
     *
     * @param image 3 x H x W
     * @param grid of the L patches
     * @return L rows of 3 h w values, h and w the sides of a patch
     */
    static float[][] of(float[] image, PatchGrid grid, int height, int width) {
        int down = height / grid.rows();
        int across = width / grid.columns();
        float[][] patches = new float[grid.patches()][3 * down * across];
        for (int i = 0; i < image.length; i++) {
            int channel = i / (height * width);
            int row = i / width % height;
            int column = i % width;
            patches[row / down * grid.columns() + column / across][
                            (channel * down + row % down) * across + column % across] =
                    image[i];
        }
        return patches;
    }

    /** The cosines of all rows with each other, L x L; a row of zeros is like none. */
    static float[] cosines(float[][] rows) {
        float[] cosines = new float[rows.length * rows.length];
        double[] lengths = new double[rows.length];
        for (int row = 0; row < rows.length; row++) {
            lengths[row] = Math.sqrt(product(rows[row], rows[row]));
        }
        for (int one = 0; one < rows.length; one++) {
            for (int other = 0; other <= one; other++) {
                double scale = lengths[one] * lengths[other];
                float cosine = scale > 0 ? (float) (product(rows[one], rows[other]) / scale) : 0;
                cosines[one * rows.length + other] = cosine;
                cosines[other * rows.length + one] = cosine;
            }
        }
        return cosines;
    }

    private static double product(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }
}
