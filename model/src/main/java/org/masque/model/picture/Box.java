package org.masque.model.picture;

/**
 * A rectangle of pixels.
 *
 * @param left first column
 * @param top first row
 * @param width columns
 * @param height rows
 */
record Box(int left, int top, int width, int height) {
    int right() {
        return left + width;
    }

    int bottom() {
        return top + height;
    }

    /** This box of an image, where the image is drawn {@code scale} times larger from a corner on. */
    Box scaled(int scale, Box corner) {
        return new Box(corner.left + left * scale, corner.top + top * scale, width * scale, height * scale);
    }

    /** This box, larger by some pixels on every side. */
    Box grown(int pixels) {
        return new Box(left - pixels, top - pixels, width + 2 * pixels, height + 2 * pixels);
    }
}
