package org.masque.model.parts;

import org.masque.model.tensor.Tensor;

/**
 * Says to which semantic part each patch of a whole image belongs.
 *
 * <p>The labels of an image depend on its pixels and its number only, but for rounding: with another number of images
 * in the batch the products round otherwise. An instance belongs to one thread, and to whoever made it.
 */
public interface PartProvider extends AutoCloseable {
    /** How many parts there may be, K, 1 to 127; some may be empty in an image. */
    int parts();

    /**
     * Labels the patches of some images.
     *
     * @param images [B, 3, H, W], whole, normalised as in pre-training, borrowed
     * @param ids the B numbers of the images in their set: what chance there is depends on them
     * @return B arrays of L labels, each from 0 to K-1
     */
    byte[][] label(Tensor images, int[] ids);

    @Override
    void close();
}
