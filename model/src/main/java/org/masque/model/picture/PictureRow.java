package org.masque.model.picture;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.masque.masking.PatchGrid;

/**
 * One sample of a picture.
 *
 * @param label its name or class, drawn at the left
 * @param image the view that went into the network
 * @param grid the patches of the view, L of them; its sides divide those of the image
 * @param map the map of the view, length L, or null where there was none
 * @param states one {@link org.masque.masking.PatchState} per patch, length L
 * @param prediction what the decoder says of every patch, as large as the image; only masked patches are sure to be
 *     used
 * @param parts the part of each patch, length L, or null where there are none
 */
public record PictureRow(
        String label,
        Pixels image,
        PatchGrid grid,
        float @Nullable [] map,
        byte[] states,
        Pixels prediction,
        byte @Nullable [] parts) {
    /** Without parts. */
    public PictureRow(
            String label, Pixels image, PatchGrid grid, float @Nullable [] map, byte[] states, Pixels prediction) {
        this(label, image, grid, map, states, prediction, null);
    }

    /**
     * Checks that all belongs together.
     *
     * <p>Written out, because javac 17 drops the annotation of a nullable array from a compact constructor.
     *
     * @throws IllegalArgumentException if the arrays do not fit the image or the grid
     */
    public PictureRow(
            String label,
            Pixels image,
            PatchGrid grid,
            float @Nullable [] map,
            byte[] states,
            Pixels prediction,
            byte @Nullable [] parts) {
        if (image.height() % grid.rows() != 0 || image.width() % grid.columns() != 0) {
            throw new IllegalArgumentException("an image of " + image.height() + "x" + image.width()
                    + " pixels cannot be cut into " + grid.rows() + "x" + grid.columns() + " patches");
        }
        if (states.length != grid.patches() || (map != null && map.length != grid.patches())) {
            throw new IllegalArgumentException(
                    "the states or the map of " + label + " are not one for each of " + grid.patches() + " patches");
        }
        if (parts != null && parts.length != grid.patches()) {
            throw new IllegalArgumentException("the parts of " + label + " are not one for each patch");
        }
        if (prediction.height() != image.height() || prediction.width() != image.width()) {
            throw new IllegalArgumentException("the prediction of " + label + " is not as large as its image");
        }
        this.label = label;
        this.image = image;
        this.grid = grid;
        this.map = map;
        this.states = states;
        this.prediction = prediction;
        this.parts = parts;
    }

    /** The largest weight of several maps, to which their colours are scaled; 1 if there is none. */
    static float mostWeight(List<PictureRow> rows) {
        float most = 0;
        for (PictureRow row : rows) {
            float[] map = row.map();
            for (int patch = 0; map != null && patch < map.length; patch++) {
                most = Math.max(most, map[patch]);
            }
        }
        return most > 0 ? most : 1;
    }

    /** The pixels of a patch. */
    Box patch(int patch) {
        int height = image.height() / grid.rows();
        int width = image.width() / grid.columns();
        return new Box(patch % grid.columns() * width, patch / grid.columns() * height, width, height);
    }
}
