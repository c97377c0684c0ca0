package org.masque.model.score;

import java.util.Map;

/**
 * What one image's map and parts came to.
 *
 * @param id of the image
 * @param values by the name of the score; NaN where the image says nothing about it
 * @param map of the whole image, L weights; empty where only parts were scored
 * @param parts of the whole image, L labels; empty where only maps were scored
 */
public record ImageScore(int id, Map<String, Double> values, float[] map, byte[] parts) {
    /** The value of one score. */
    public double value(String score) {
        return values.getOrDefault(score, Double.NaN);
    }
}
