package org.masque.masking;

/**
 * Weighs a patch by how far its feature lies from the mean feature of the border's patches: most of an image's border
 * is background.
 */
public final class BorderDistance {
    private BorderDistance() {}

    /**
     * Makes the map of one image: the distances of each head are stretched to [0, 1], then averaged over heads, as AMT
     * does with attention.
     *
     * @param features L x D, patch by patch; a row holds H heads side by side; not changed
     * @param heads H, divides D
     * @param grid of the L patches
     * @return L weights in [0, 1]; ones where all patches are alike
     * @throws IllegalArgumentException if the lengths do not fit, or a value is not finite
     */
    public static float[] of(float[] features, int heads, PatchGrid grid) {
        int patches = grid.patches();
        int width = features.length / patches;
        if (heads < 1 || width == 0 || features.length != patches * width || width % heads != 0) {
            throw new IllegalArgumentException(
                    features.length + " numbers do not make " + patches + " patches of " + heads + " heads");
        }
        double[] border = borderMean(features, width, grid);
        float[] distances = new float[heads * patches];
        for (int head = 0; head < heads; head++) {
            for (int patch = 0; patch < patches; patch++) {
                distances[head * patches + patch] =
                        distance(features, patch * width, border, head * (width / heads), width / heads);
            }
        }
        return AttentionMap.ofHeads(distances, heads);
    }

    private static double[] borderMean(float[] features, int width, PatchGrid grid) {
        double[] mean = new double[width];
        int[] border = grid.border().toArray();
        for (int patch : border) {
            for (int channel = 0; channel < width; channel++) {
                mean[channel] += (double) features[patch * width + channel] / border.length;
            }
        }
        return mean;
    }

    private static float distance(float[] features, int row, double[] mean, int from, int count) {
        double sum = 0;
        for (int channel = from; channel < from + count; channel++) {
            double difference = features[row + channel] - mean[channel];
            sum += difference * difference;
        }
        return (float) Math.sqrt(sum);
    }
}
