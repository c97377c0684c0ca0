package org.masque.model.vit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.masque.model.nn.BranchFactors;

/**
 * Which residual branches the images of a batch skip.
 *
 * @param depth how often
 * @param epoch 0-based
 * @param ids the images' ids; not looked at where nothing is skipped
 */
public record SkippedBranches(StochasticDepth depth, int epoch, int[] ids) {
    /** Nothing is skipped, whatever the images. */
    public static final SkippedBranches NONE = new SkippedBranches(StochasticDepth.NONE, 0, new int[0]);

    /** For some of the images, by their places in the batch. */
    public SkippedBranches chosen(int[] places) {
        return depth.rate() == 0
                ? this
                : new SkippedBranches(
                        depth,
                        epoch,
                        Arrays.stream(places).map(place -> ids[place]).toArray());
    }

    /** The factors of each block's branches. */
    List<BranchFactors> factors(int blocks) {
        List<BranchFactors> factors = new ArrayList<>();
        float[][] ofImages = depth.rate() == 0 ? new float[0][] : ofImages(blocks);
        for (int block = 0; block < blocks; block++) {
            factors.add(
                    depth.rate() == 0
                            ? BranchFactors.ONES
                            : new BranchFactors(column(ofImages, 2 * block), column(ofImages, 2 * block + 1)));
        }
        return factors;
    }

    private float[][] ofImages(int blocks) {
        return Arrays.stream(ids)
                .mapToObj(id -> depth.factors(epoch, id, blocks))
                .toArray(float[][]::new);
    }

    private static float[] column(float[][] rows, int column) {
        float[] values = new float[rows.length];
        for (int row = 0; row < rows.length; row++) {
            values[row] = rows[row][column];
        }
        return values;
    }
}
