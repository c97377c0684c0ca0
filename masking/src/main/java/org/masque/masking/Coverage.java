package org.masque.masking;

/**
 * Which patches of the image each patch of the view covers, along one axis.
 *
 * @param offset where the crop begins, in pixels; may be negative
 * @param extent pixels of the crop
 * @param imageExtent pixels of the image
 * @param imagePatches patches of the image
 * @param viewPatches patches of the view
 */
record Coverage(int offset, int extent, int imageExtent, int imagePatches, int viewPatches) {
    // The edge before a patch of the view, in patches of the image. Integers up to the one division, so that the whole
    // image gives whole numbers, and neighbours agree about the edge between them.
    private double edge(int patch) {
        long numerator = ((long) offset * viewPatches + (long) extent * patch) * imagePatches;
        return (double) numerator / ((long) imageExtent * viewPatches);
    }

    /** The patch of the image under the centre of a patch of the view. */
    int centre(int patch) {
        long numerator = (2L * offset * viewPatches + (long) extent * (2 * patch + 1)) * imagePatches;
        return clamp(Math.floorDiv(numerator, 2L * imageExtent * viewPatches));
    }

    /**
     * The average of what a patch of the view covers.
     *
     * @param values a value for patch k of the image at {@code start + k * stride}
     */
    double average(double[] values, int start, int stride, int patch) {
        double from = edge(patch);
        double to = edge(patch + 1);
        double sum = 0;
        for (int each = (int) Math.floor(from); each < to; each++) {
            sum += overlap(each, from, to) * values[start + clamp(each) * stride];
        }
        return sum / (to - from);
    }

    private static double overlap(int cell, double from, double to) {
        return Math.min(to, cell + 1) - Math.max(from, cell);
    }

    // Outside the image the patch at the edge goes on.
    private int clamp(long patch) {
        return (int) Math.max(0, Math.min(imagePatches - 1, patch));
    }
}
