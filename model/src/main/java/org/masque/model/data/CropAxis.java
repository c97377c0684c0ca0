package org.masque.model.data;

/**
 * The decoded pixels of one axis under a crop, whose ends may lie inside pixels.
 *
 * @param first pixel that the crop touches
 * @param count of pixels that it touches
 * @param start of the crop from the first pixel's edge, in decoded pixels
 * @param length of the crop in decoded pixels
 */
record CropAxis(int first, int count, double start, double length) {
    /**
     * The axis of a crop.
     *
     * @param from first pixel of the crop, in the file
     * @param length pixels of the crop, in the file
     * @param reduction pixels of the file for one decoded
     */
    static CropAxis of(int from, int length, int reduction) {
        int first = from / reduction;
        int end = (from + length + reduction - 1) / reduction;
        return new CropAxis(first, end - first, (double) from / reduction - first, (double) length / reduction);
    }
}
