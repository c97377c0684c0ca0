package org.masque.model.vit;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.stream.IntStream;
import org.masque.masking.FeatureCut;
import org.masque.masking.PatchGrid;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.Kernels.PixelOrder;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.Tensor;

/** The cut of {@link FeatureCut} of the patches' raw pixels: what maps can be had without any network. */
public final class PixelMaps implements PatchMaps {
    private final PatchGrid grid;
    private final double threshold;
    private final Kernels kernels;
    private final int[] patches;
    private final Arena arena;

    /**
     * With kernels that are borrowed.
     *
     * @param threshold as of the cut
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // a field that close() closes
    public PixelMaps(PatchGrid grid, double threshold, Kernels kernels) {
        this.grid = grid;
        this.threshold = threshold;
        this.kernels = kernels;
        this.patches = IntStream.range(0, grid.patches()).toArray();
        this.arena = Arena.open(1 << 16);
    }

    @Override
    public float[][] of(Tensor images) {
        long[] shape = images.shape();
        int side = Math.toIntExact(shape[2] / grid.rows());
        int width = ModelShape.CHANNELS * side * side;
        float[][] maps = new float[Math.toIntExact(shape[0])][];
        for (int image = 0; image < maps.length; image++) {
            arena.reset();
            long from = (long) image * width * grid.patches();
            Tensor one = images.slice(from, 1, ModelShape.CHANNELS, shape[2], shape[3]);
            Tensor pixels = arena.take(grid.patches(), width);
            kernels.extractPatches(one, side, patches, PixelOrder.CHANNEL_FIRST, pixels);
            maps[image] = FeatureCut.of(UnitRows.cosines(pixels.toArray(), width, kernels, arena), grid, threshold);
        }
        return maps;
    }

    @Override
    public void close() {
        arena.close();
    }
}
