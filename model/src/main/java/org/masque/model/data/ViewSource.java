package org.masque.model.data;

import com.google.errorprone.annotations.MustBeClosed;

/**
 * Decodes and augments: the views of some samples in one epoch, a pure function of (seed, epoch, sample id). For one
 * thread.
 */
@FunctionalInterface
public interface ViewSource {
    /**
     * Makes the views; bad images are left out and counted.
     *
     * @param epoch 0-based
     * @param ids sample ids
     * @return the views, owned by the caller
     * @throws DataException if more images are bad than the budget allows
     */
    @MustBeClosed
    Views load(int epoch, int[] ids);
}
