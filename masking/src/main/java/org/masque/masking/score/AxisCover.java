package org.masque.masking.score;

/**
 * How the pixels of one axis are divided among the patches along it.
 *
 * @param pixels along the axis
 * @param patches along the axis; need not divide the pixels
 */
record AxisCover(int pixels, int patches) {
    /** The first patch that a pixel touches. */
    int first(int pixel) {
        return (int) ((long) pixel * patches / pixels);
    }

    /** The last patch that a pixel touches. */
    int last(int pixel) {
        return (int) (((long) (pixel + 1) * patches - 1) / pixels);
    }

    /** The share of a patch that a pixel covers. */
    double share(int pixel, int patch) {
        return overlap(pixel, pixel + 1, patch);
    }

    /** The share of a patch between two places, in pixels. */
    double overlap(double from, double to, int patch) {
        double perPixel = (double) patches / pixels;
        return Math.max(0, Math.min(to * perPixel, patch + 1) - Math.max(from * perPixel, patch));
    }
}
