package org.masque.model.vit;

import com.google.errorprone.annotations.MustBeClosed;
import org.masque.masking.BorderDistance;
import org.masque.masking.FeatureCut;
import org.masque.masking.PatchGrid;
import org.masque.model.kernels.Kernels;
import org.masque.model.tensor.Tensor;

/**
 * Maps made of what the network makes of each patch, and not of its attention.
 *
 * <p>The class token has no loss in a masked autoencoder, so its attention settles on plain patches; the features of
 * the patches tell objects from ground.
 */
public final class FeatureMaps implements PatchMaps {
    /** How a map is made of the features of one image. */
    @FunctionalInterface
    private interface Rule {
        float[] map(PatchFeatures features, float[] image);
    }

    private final PatchFeatures features;
    private final Rule rule;

    private FeatureMaps(PatchFeatures features, Rule rule) {
        this.features = features;
        this.rule = rule;
    }

    /**
     * The normalised cut of the tokens that leave a block: see {@link FeatureCut}. Weights and kernels are borrowed.
     *
     * @param block 1 for the first; 0 for the last
     * @param threshold cosines up to it count as no likeness
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved into the maps, which close it
    public static FeatureMaps cut(Weights weights, Kernels kernels, int block, double threshold) {
        PatchGrid grid = weights.shape().grid();
        return new FeatureMaps(
                new PatchFeatures(weights, kernels, PatchFeatures.Kind.TOKENS, block),
                (features, image) -> FeatureCut.of(features.cosines(image), grid, threshold));
    }

    /**
     * The distance of a patch's key from the mean key of the border, head by head: see {@link BorderDistance}. Weights
     * and kernels are borrowed.
     *
     * @param block as of {@link #cut}
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved into the maps, which close it
    public static FeatureMaps borderDistance(Weights weights, Kernels kernels, int block) {
        int heads = weights.shape().encoder().heads();
        PatchGrid grid = weights.shape().grid();
        return new FeatureMaps(
                new PatchFeatures(weights, kernels, PatchFeatures.Kind.KEYS, block),
                (features, image) -> BorderDistance.of(image, heads, grid));
    }

    @Override
    public float[][] of(Tensor images) {
        float[][] maps = features.of(images);
        for (int image = 0; image < maps.length; image++) {
            maps[image] = rule.map(features, maps[image]);
        }
        return maps;
    }

    @Override
    public void close() {
        features.close();
    }
}
