package org.masque.model.data;

import org.masque.masking.CropBox;

/**
 * How much smaller an image may be decoded, chosen when its size is known.
 *
 * <p>A JPEG is decoded at a half, a quarter or an eighth of its size at a fraction of the cost, by leaving out the fine
 * waves of each block of 8 x 8 pixels.
 */
@FunctionalInterface
public interface Reduction {
    /** All pixels. */
    Reduction NONE = (height, width) -> 1;

    // A crop still has at least this many decoded pixels for each pixel of the view along both axes, so that the
    // resampling, not the decoder, decides how the view looks.
    int SPARE = 2;

    /**
     * Pixels of the file along each axis for one decoded: 1, 2, 4 or 8.
     *
     * @param height rows of the image, upright
     * @param width columns of the image, upright
     */
    int of(int height, int width);

    /** The most that leaves a crop more than enough pixels for a view. */
    static int of(CropBox crop, int viewHeight, int viewWidth) {
        int reduction = 8;
        while (reduction > 1
                && (crop.height() < SPARE * reduction * viewHeight || crop.width() < SPARE * reduction * viewWidth)) {
            reduction /= 2;
        }
        return reduction;
    }
}
