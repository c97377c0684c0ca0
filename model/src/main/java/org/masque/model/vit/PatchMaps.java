package org.masque.model.vit;

import org.masque.model.tensor.Tensor;

/**
 * Makes the map of whole images: a weight for each patch. It belongs to one thread, and owns its scratch memory.
 *
 * <p>What else is in the batch does not matter, but for rounding: with another number of images the products round
 * otherwise (about 1e-5).
 */
public interface PatchMaps extends AutoCloseable {
    /**
     * Makes the maps of a batch.
     *
     * @param images [B, 3, H, W], normalised, whole, borrowed
     * @return one map of L weights for each image, each weight in [0, 1]
     */
    float[][] of(Tensor images);

    @Override
    void close();
}
