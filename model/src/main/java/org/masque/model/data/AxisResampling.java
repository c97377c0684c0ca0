package org.masque.model.data;

/** Resamples tables along one axis, bicubic and antialiased, as images are ({@link BicubicWeights}). */
public final class AxisResampling {
    private AxisResampling() {}

    /**
     * Resamples the middle axis.
     *
     * @param values [outer, in, inner], row-major; the inner length is what is left
     * @return [outer, out, inner]
     */
    public static float[] resample(float[] values, int outer, int in, int out) {
        BicubicWeights weights = new BicubicWeights();
        weights.prepare(new CropAxis(0, in, 0, in), out);
        int inner = values.length / (outer * in);
        float[] resampled = new float[outer * out * inner];
        for (int block = 0; block < outer; block++) {
            for (int x = 0; x < out; x++) {
                int target = (block * out + x) * inner;
                for (int k = 0; k < weights.count(x); k++) {
                    float weight = weights.values()[weights.offset(x) + k];
                    int source = (block * in + weights.first(x) + k) * inner;
                    for (int i = 0; i < inner; i++) {
                        resampled[target + i] += weight * values[source + i];
                    }
                }
            }
        }
        return resampled;
    }
}
