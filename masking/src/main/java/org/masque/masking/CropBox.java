package org.masque.masking;

/**
 * The part of an image that became a view, in pixels of that image.
 *
 * @param top first row
 * @param left first column
 * @param height rows, at least 1
 * @param width columns, at least 1
 * @param imageHeight rows of the whole image
 * @param imageWidth columns of the whole image
 */
public record CropBox(int top, int left, int height, int width, int imageHeight, int imageWidth) {
    public CropBox {
        if (height < 1 || width < 1 || imageHeight < 1 || imageWidth < 1) {
            throw new IllegalArgumentException(
                    "a crop of " + height + "x" + width + " out of " + imageHeight + "x" + imageWidth + " pixels");
        }
    }

    /** The box that is the whole image. */
    public static CropBox whole(int imageHeight, int imageWidth) {
        return new CropBox(0, 0, imageHeight, imageWidth, imageHeight, imageWidth);
    }
}
