package org.masque.model.data;

/**
 * A decoded image.
 *
 * @param height rows of pixels
 * @param width columns of pixels
 * @param rgb red, green, blue of each pixel, row by row, length 3 * height * width; not copied, not to be changed
 */
public record RawImage(int height, int width, byte[] rgb) {
    public RawImage {
        if (rgb.length != 3L * height * width) {
            throw new IllegalArgumentException("an image of " + height + "x" + width + " pixels needs "
                    + 3L * height * width + " bytes, not " + rgb.length);
        }
    }
}
