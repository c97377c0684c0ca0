package org.masque.actors;

import org.masque.masking.ViewGeometry;

/** Chooses the patch states of views: pure functions of {@code masking}, over the maps there are. */
@FunctionalInterface
public interface StatePlanner {
    /**
     * Plans the views of one batch.
     *
     * @param batch its number in the run
     * @param epoch 0-based
     * @param ids sample ids
     * @param geometries how each view was cut
     * @return L states per view; all views in which something is masked have the same number in each state
     */
    byte[][] plan(long batch, int epoch, int[] ids, ViewGeometry[] geometries);
}
