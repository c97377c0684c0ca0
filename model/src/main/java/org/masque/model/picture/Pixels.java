package org.masque.model.picture;

/**
 * An image as people see it, not normalised.
 *
 * @param height rows of pixels, H
 * @param width columns of pixels, W
 * @param rgb red, green and blue in [0, 1], shape [H, W, 3], values beyond are drawn as the nearest; not copied
 */
public record Pixels(int height, int width, float[] rgb) {
    public Pixels {
        if (height < 1 || width < 1 || rgb.length != 3L * height * width) {
            throw new IllegalArgumentException(
                    rgb.length + " values for an image of " + height + "x" + width + " pixels of three colours");
        }
    }

    /** Takes 8-bit colours, shape [H, W, 3]. */
    public static Pixels ofBytes(int height, int width, byte[] rgb) {
        float[] values = new float[rgb.length];
        for (int each = 0; each < rgb.length; each++) {
            values[each] = Byte.toUnsignedInt(rgb[each]) / 255f;
        }
        return new Pixels(height, width, values);
    }

    /** The colour of one pixel as 0xRRGGBB. */
    int colour(int row, int column) {
        int at = 3 * (row * width + column);
        return level(rgb[at]) << 16 | level(rgb[at + 1]) << 8 | level(rgb[at + 2]);
    }

    // A value that is not a number becomes black.
    private static int level(float value) {
        return Math.round(255 * Math.max(0, Math.min(1, value)));
    }
}
