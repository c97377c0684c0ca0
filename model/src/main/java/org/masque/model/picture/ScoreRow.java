package org.masque.model.picture;

import java.util.List;
import org.masque.masking.score.ObjectShares;

/**
 * One image of a {@link ScoreSheet}.
 *
 * @param label lines at the left
 * @param image as the network sees it, {@link ScoreSheet#SIDE} pixels high and wide
 * @param truth for each of its pixels: above 0 the object, 0 the background, below 0 undecided
 * @param shares how much of each patch is object
 * @param map one weight per patch, or the number of its part
 * @param chosen the heaviest patches, or those of parts that are mostly object
 */
public record ScoreRow(List<String> label, Pixels image, byte[] truth, ObjectShares shares, float[] map, int[] chosen) {
    public ScoreRow {
        label = List.copyOf(label);
        int pixels = ScoreSheet.SIDE * ScoreSheet.SIDE;
        if (image.height() != ScoreSheet.SIDE || image.width() != ScoreSheet.SIDE || truth.length != pixels) {
            throw new IllegalArgumentException("an image of " + image.height() + "x" + image.width() + " pixels with "
                    + truth.length + " labels: a sheet shows " + ScoreSheet.SIDE + "x" + ScoreSheet.SIDE);
        }
        if (map.length != shares.patches()) {
            throw new IllegalArgumentException(
                    "a map of " + map.length + " weights for " + shares.patches() + " patches");
        }
    }
}
