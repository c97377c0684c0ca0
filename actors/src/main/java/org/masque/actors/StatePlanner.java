package org.masque.actors;

import org.masque.masking.ViewGeometry;

/** Chooses the patch states of views: pure functions of {@code masking}, over the maps there are. */
@FunctionalInterface
public interface StatePlanner {
    /**
     * Plans the views of one batch.
     *
     * @param epoch 0-based
     * @param ids sample ids
     * @param geometries how each view was cut
     * @return L states per view; all views have the same number in each state
     */
    byte[][] plan(int epoch, int[] ids, ViewGeometry[] geometries);
}
