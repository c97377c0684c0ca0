package org.masque.model.score;

import java.util.Map;

/**
 * What one image's map and parts came to.
 *
 * @param id of the image
 * @param values by the name of the score; NaN where the image says nothing about it
 * @param map of the whole image, L weights
 */
public record ImageScore(int id, Map<String, Double> values, float[] map) {
    /** The value of one score. */
    public double value(String score) {
        return values.getOrDefault(score, Double.NaN);
    }
}
