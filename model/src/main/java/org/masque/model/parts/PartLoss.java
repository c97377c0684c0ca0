package org.masque.model.parts;

/**
 * What a step of learning parts was told by, each a mean over its batch.
 *
 * @param reconstruction squared error of the pixels; for clusters 1 - cosine of a token and its cluster
 * @param overlap how alike the maps of two parts are: their mean cosine, 0 to 1
 * @param absence how far parts are from having patches of their own, 0 to 1
 */
public record PartLoss(double reconstruction, double overlap, double absence) {
    /** Whether all of them are numbers. */
    public boolean isFinite() {
        return Double.isFinite(reconstruction) && Double.isFinite(overlap) && Double.isFinite(absence);
    }
}
