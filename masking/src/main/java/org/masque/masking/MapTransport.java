package org.masque.masking;

import java.util.Arrays;

/**
 * Carries what belongs to the patches of a whole image to the patches of a view of it, through crop and flip (spec
 * 3.3).
 *
 * <p>Only proportions of the image count, so it does not matter that the map was made of the image squashed to a
 * square. A crop may stick out of the image; outside, the nearest patch at the edge goes on.
 */
public final class MapTransport {
    private MapTransport() {}

    /**
     * Carries a map: each patch of the view gets the average of the map over exactly the area that it covers.
     *
     * <p>The average over a rectangle is that over its columns of the averages over its rows, so it is taken one axis
     * after the other. The whole image without flip gives back the same numbers.
     *
     * @param map one weight per patch of {@code mapGrid}; not changed
     * @return one weight per patch of {@code viewGrid}
     */
    public static float[] carry(float[] map, PatchGrid mapGrid, ViewGeometry geometry, PatchGrid viewGrid) {
        checkLength(map.length, mapGrid);
        CropBox crop = geometry.crop();
        Coverage down = new Coverage(crop.top(), crop.height(), crop.imageHeight(), mapGrid.rows(), viewGrid.rows());
        Coverage across =
                new Coverage(crop.left(), crop.width(), crop.imageWidth(), mapGrid.columns(), viewGrid.columns());
        double[] weights = new double[map.length];
        Arrays.setAll(weights, patch -> map[patch]);
        double[] band = new double[mapGrid.columns()];
        float[] carried = new float[viewGrid.patches()];
        for (int row = 0; row < viewGrid.rows(); row++) {
            for (int column = 0; column < band.length; column++) {
                band[column] = down.average(weights, column, mapGrid.columns(), row);
            }
            for (int column = 0; column < viewGrid.columns(); column++) {
                int target = geometry.flipped() ? viewGrid.columns() - 1 - column : column;
                carried[row * viewGrid.columns() + target] = (float) across.average(band, 0, 1, column);
            }
        }
        return carried;
    }

    /**
     * Carries part labels: each patch of the view gets the label of the patch under its centre (spec 4.3).
     *
     * @param labels one label per patch of {@code labelGrid}; not changed
     * @return one label per patch of {@code viewGrid}
     */
    public static byte[] carryLabels(byte[] labels, PatchGrid labelGrid, ViewGeometry geometry, PatchGrid viewGrid) {
        checkLength(labels.length, labelGrid);
        CropBox crop = geometry.crop();
        Coverage down = new Coverage(crop.top(), crop.height(), crop.imageHeight(), labelGrid.rows(), viewGrid.rows());
        Coverage across =
                new Coverage(crop.left(), crop.width(), crop.imageWidth(), labelGrid.columns(), viewGrid.columns());
        byte[] carried = new byte[viewGrid.patches()];
        for (int row = 0; row < viewGrid.rows(); row++) {
            int from = down.centre(row) * labelGrid.columns();
            for (int column = 0; column < viewGrid.columns(); column++) {
                int target = geometry.flipped() ? viewGrid.columns() - 1 - column : column;
                carried[row * viewGrid.columns() + target] = labels[from + across.centre(column)];
            }
        }
        return carried;
    }

    private static void checkLength(int length, PatchGrid grid) {
        if (length != grid.patches()) {
            throw new IllegalArgumentException(
                    length + " values for a grid of " + grid.rows() + "x" + grid.columns() + " patches");
        }
    }
}
