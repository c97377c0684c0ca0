package org.masque.masking.score;

import org.masque.masking.PatchGrid;

/**
 * A rectangle of an image that shows one thing, such as a head.
 *
 * @param left first column, in pixels
 * @param top first row
 * @param right behind the last column
 * @param bottom behind the last row
 */
public record PixelBox(int left, int top, int right, int bottom) {
    public PixelBox {
        if (left < 0 || top < 0 || right <= left || bottom <= top) {
            throw new IllegalArgumentException(
                    "a box from " + left + "," + top + " to " + right + "," + bottom + " holds no pixels");
        }
    }

    /**
     * How much of each patch lies in the box, when an image is cut into a grid.
     *
     * @return shares, one a patch, each in [0, 1]
     */
    public double[] shares(int imageHeight, int imageWidth, PatchGrid grid) {
        AxisCover down = new AxisCover(imageHeight, grid.rows());
        AxisCover across = new AxisCover(imageWidth, grid.columns());
        double[] shares = new double[grid.patches()];
        for (int row = 0; row < grid.rows(); row++) {
            for (int column = 0; column < grid.columns(); column++) {
                shares[row * grid.columns() + column] =
                        down.overlap(top, bottom, row) * across.overlap(left, right, column);
            }
        }
        return shares;
    }
}
