package org.masque.model.probe;

import org.masque.model.tensor.Tensor;

/**
 * A frozen encoder that turns whole images into features of both kinds.
 *
 * <p>No patch is masked, and nothing is random. An instance belongs to one thread.
 */
public interface FeatureExtractor {
    /** The width D of both kinds. */
    int width();

    /**
     * Writes the features of a batch.
     *
     * @param images [B, 3, H, W], normalised as in pre-training, borrowed
     * @param classTokens [B, D], overwritten
     * @param patchMeans [B, D], overwritten
     */
    void extract(Tensor images, Tensor classTokens, Tensor patchMeans);
}
