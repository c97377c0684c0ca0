package org.masque.model.score;

import org.masque.model.tensor.Tensor;

/** Says which part each patch of an image belongs to. */
@FunctionalInterface
public interface PartLabels {
    /**
     * Labels the patches of a batch.
     *
     * @param images [B, 3, H, W], normalised, borrowed
     * @param ids the B numbers of the images in their set: what chance there is depends on them
     * @return B arrays of L labels, each at least 0
     */
    byte[][] label(Tensor images, int[] ids);
}
