package org.masque.model.score;

import java.util.Arrays;
import org.masque.masking.PatchGrid;
import org.masque.model.tensor.Tensor;

/** Says which part each patch of an image belongs to. */
@FunctionalInterface
public interface PartLabels {
    /**
     * Labels the patches of a batch.
     *
     * @param images [B, 3, H, W], normalised, borrowed
     * @param ids the B numbers of the images in their set: what chance there is depends on them
     * @return B arrays of L labels, each at least 0
     */
    byte[][] label(Tensor images, int[] ids);

    /** The same equal boxes in every image: a yardstick that knows only where a patch is. */
    static byte[] boxes(PatchGrid grid, int rows, int columns) {
        byte[] labels = new byte[grid.patches()];
        for (int patch = 0; patch < labels.length; patch++) {
            int row = patch / grid.columns() * rows / grid.rows();
            int column = patch % grid.columns() * columns / grid.columns();
            labels[patch] = (byte) (columns * row + column);
        }
        return labels;
    }

    /** {@link #boxes} for every image of a batch. */
    static PartLabels fixed(PatchGrid grid, int rows, int columns) {
        return (images, ids) -> {
            byte[][] labels = new byte[ids.length][];
            Arrays.setAll(labels, image -> boxes(grid, rows, columns));
            return labels;
        };
    }
}
