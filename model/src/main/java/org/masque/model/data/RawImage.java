package org.masque.model.data;

/**
 * A decoded image.
 *
 * @param height rows of pixels
 * @param width columns of pixels
 * @param rgb red, green, blue of each pixel, row by row, length 3 * height * width; not copied, not to be changed
 * @param full the size that it has in its file
 */
public record RawImage(int height, int width, byte[] rgb, FullSize full) {
    /**
     * The size of an image before it was reduced.
     *
     * @param height rows of pixels
     * @param width columns of pixels
     * @param reduction pixels of the file along each axis for one decoded: 1, 2, 4 or 8
     */
    public record FullSize(int height, int width, int reduction) {
        FullSize transposed() {
            return new FullSize(width, height, reduction);
        }
    }

    public RawImage {
        if (rgb.length != 3L * height * width) {
            throw new IllegalArgumentException("an image of " + height + "x" + width + " pixels needs "
                    + 3L * height * width + " bytes, not " + rgb.length);
        }
    }

    /** An image of all its pixels. */
    public RawImage(int height, int width, byte[] rgb) {
        this(height, width, rgb, new FullSize(height, width, 1));
    }
}
