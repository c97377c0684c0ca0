package org.masque.masking.score;

import org.masque.masking.PatchGrid;

/**
 * What each pixel of an image is known to show.
 *
 * @param height rows of pixels
 * @param width columns of pixels
 * @param labels row by row, length height * width: 0 the background, 1 and more the object or its parts,
 *     {@link #UNDECIDED} for pixels that no score counts; not copied, not to be changed
 */
public record PixelLabels(int height, int width, byte[] labels) {
    /** The label of pixels that belong to neither side, as the border of a trimap. */
    public static final byte UNDECIDED = -1;

    public PixelLabels {
        if (height < 1 || width < 1 || labels.length != (long) height * width) {
            throw new IllegalArgumentException(
                    labels.length + " labels for an image of " + height + "x" + width + " pixels");
        }
    }

    /** One more than the largest label. */
    public int count() {
        int largest = 0;
        for (byte label : labels) {
            largest = Math.max(largest, label);
        }
        return largest + 1;
    }

    /**
     * How much of each patch shows what, when the whole image is cut into a grid.
     *
     * <p>Pixels on the edge between two patches are divided between them, so nothing is counted twice or lost.
     *
     * @return shares [label][patch], each in [0, 1]; those of a patch add to 1 less what is undecided
     */
    public double[][] shares(PatchGrid grid) {
        double[][] shares = new double[count()][grid.patches()];
        AxisCover down = new AxisCover(height, grid.rows());
        AxisCover across = new AxisCover(width, grid.columns());
        for (int y = 0; y < height; y++) {
            for (int row = down.first(y); row <= down.last(y); row++) {
                addRow(y, row, down.share(y, row), across, shares, grid.columns());
            }
        }
        return shares;
    }

    private void addRow(int y, int row, double rowShare, AxisCover across, double[][] shares, int columns) {
        for (int x = 0; x < width; x++) {
            byte label = labels[y * width + x];
            for (int column = across.first(x); column <= across.last(x) && label >= 0; column++) {
                shares[label][row * columns + column] += rowShare * across.share(x, column);
            }
        }
    }
}
