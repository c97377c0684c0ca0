package org.masque.model.score;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.masque.masking.PatchGrid;
import org.masque.masking.Randomness;
import org.masque.model.tensor.Tensor;

/** Makes a map of each image: a network's attention, or a yardstick that knows nothing of the image. */
@FunctionalInterface
public interface MapSource {
    /**
     * Makes the maps of a batch.
     *
     * @param images [B, 3, H, W], normalised, borrowed
     * @return one map of L weights for each image
     */
    float[][] of(Tensor images);

    /** Maps drawn by chance, different ones at every call. */
    static MapSource chance(PatchGrid grid, long seed) {
        SplittableRandom random = Randomness.of(seed, 0, -1, Randomness.Purpose.BOOTSTRAP);
        return images -> {
            float[][] maps = new float[Math.toIntExact(images.shape()[0])][grid.patches()];
            for (float[] map : maps) {
                for (int patch = 0; patch < map.length; patch++) {
                    map[patch] = random.nextFloat();
                }
            }
            return maps;
        };
    }

    /** One map for all images, which falls from the centre to the corners: photographers put objects there. */
    static MapSource centre(PatchGrid grid) {
        float[] map = new float[grid.patches()];
        for (int patch = 0; patch < map.length; patch++) {
            int row = patch / grid.columns();
            int column = patch % grid.columns();
            double down = (2.0 * row + 1) / grid.rows() - 1;
            double across = (2.0 * column + 1) / grid.columns() - 1;
            map[patch] = (float) Math.max(0, 1 - Math.sqrt((down * down + across * across) / 2));
        }
        return images -> {
            float[][] maps = new float[Math.toIntExact(images.shape()[0])][];
            Arrays.setAll(maps, image -> map.clone());
            return maps;
        };
    }
}
