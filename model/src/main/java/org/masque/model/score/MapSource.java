package org.masque.model.score;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.masque.masking.FeatureCut;
import org.masque.masking.PatchGrid;
import org.masque.masking.Randomness;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.Kernels.PixelOrder;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.Tensor;
import org.masque.model.vit.UnitRows;

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

    /**
     * The cut of {@link FeatureCut} of the patches' raw pixels: what can be had without any network.
     *
     * @param threshold as of the cut
     * @param kernels borrowed
     */
    static MapSource pixels(PatchGrid grid, double threshold, Kernels kernels) {
        int[] patches = IntStream.range(0, grid.patches()).toArray();
        return images -> {
            long[] shape = images.shape();
            int side = Math.toIntExact(shape[2] / grid.rows());
            int width = 3 * side * side;
            float[][] maps = new float[Math.toIntExact(shape[0])][];
            try (Arena arena = Arena.open(1 << 16)) {
                for (int image = 0; image < maps.length; image++) {
                    arena.reset();
                    Tensor one = images.slice((long) image * width * grid.patches(), 1, 3, shape[2], shape[3]);
                    Tensor pixels = arena.take(grid.patches(), width);
                    kernels.extractPatches(one, side, patches, PixelOrder.CHANNEL_FIRST, pixels);
                    float[] cosines = UnitRows.cosines(pixels.toArray(), width, kernels, arena);
                    maps[image] = FeatureCut.of(cosines, grid, threshold);
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
