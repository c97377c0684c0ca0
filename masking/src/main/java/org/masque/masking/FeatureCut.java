package org.masque.masking;

import java.util.Arrays;

/**
 * Cuts an image in two by how alike the features of its patches are, and weighs the side that the border is not on.
 *
 * <p>The patches are a graph: an edge weighs the cosine of two patches, and almost nothing where that is below a
 * threshold. The second eigenvector of the graph's normalised weights is the relaxed normalised cut (Shi and Malik
 * 2000, section 2; of features of a vision transformer: TokenCut, Wang et al. 2022, section 3). The first is known: the
 * roots of the degrees. An eigenvector has no sign: most of an image's border is background, so the mean of the border
 * is made the smaller one.
 */
public final class FeatureCut {
    /** Keeps the graph in one piece: without it the second eigenvector of two pieces is not defined. */
    private static final double WEAK = 1e-5;

    private FeatureCut() {}

    /**
     * Makes the map of one image.
     *
     * @param cosines L x L, symmetric; not changed
     * @param grid of the L patches
     * @param threshold cosines up to it count as (almost) no likeness, at least 0
     * @return L weights in [0, 1]; ones where all patches are alike
     * @throws IllegalArgumentException if the length is not L x L, or a value is not finite
     */
    public static float[] of(float[] cosines, PatchGrid grid, double threshold) {
        int patches = grid.patches();
        if (cosines.length != patches * patches) {
            throw new IllegalArgumentException(cosines.length + " cosines for " + patches + " patches");
        }
        double[] edges = edges(cosines, threshold);
        double[] roots = rootsOfDegrees(edges, patches);
        for (int edge = 0; edge < edges.length; edge++) {
            edges[edge] /= roots[edge / patches] * roots[edge % patches];
        }
        double[] cut = SecondEigenvector.of(edges, roots);
        for (int patch = 0; patch < patches; patch++) {
            cut[patch] /= roots[patch];
        }
        return awayFromBorder(cut, grid);
    }

    private static double[] edges(float[] cosines, double threshold) {
        double[] edges = new double[cosines.length];
        for (int edge = 0; edge < edges.length; edge++) {
            if (!Float.isFinite(cosines[edge])) {
                throw new IllegalArgumentException(
                        "the likeness of two patches is " + cosines[edge] + ": the weights of the encoder are damaged");
            }
            edges[edge] = cosines[edge] > threshold ? cosines[edge] : WEAK;
        }
        return edges;
    }

    private static double[] rootsOfDegrees(double[] edges, int patches) {
        double[] roots = new double[patches];
        for (int edge = 0; edge < edges.length; edge++) {
            roots[edge / patches] += edges[edge];
        }
        Arrays.setAll(roots, patch -> Math.sqrt(roots[patch]));
        return roots;
    }

    private static float[] awayFromBorder(double[] cut, PatchGrid grid) {
        double border = grid.border().mapToDouble(patch -> cut[patch]).average().orElse(0);
        double sign = border > Arrays.stream(cut).average().orElse(0) ? -1 : 1;
        float[] signed = new float[cut.length];
        for (int patch = 0; patch < cut.length; patch++) {
            signed[patch] = (float) (sign * cut[patch]);
        }
        return AttentionMap.ofHeads(signed, 1);
    }
}
