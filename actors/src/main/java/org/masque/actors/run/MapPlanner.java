package org.masque.actors.run;

import org.jspecify.annotations.Nullable;
import org.masque.actors.StatePlanner;
import org.masque.masking.MapTransport;
import org.masque.masking.MaskContext;
import org.masque.masking.MaskSchedule;
import org.masque.masking.PatchGrid;
import org.masque.masking.Randomness;
import org.masque.masking.Randomness.Purpose;
import org.masque.masking.ViewGeometry;
import org.masque.model.maps.MapStore;

/**
 * Plans states with the epoch's strategy, over the latest map of each image carried to its view.
 *
 * @param masks which strategy an epoch uses
 * @param maps where maps are, borrowed; null where no epoch uses any
 * @param grid of image and view
 * @param seed the run's seed
 */
record MapPlanner(MaskSchedule masks, @Nullable MapStore maps, PatchGrid grid, long seed) implements StatePlanner {
    @Override
    public byte[][] plan(long batch, int epoch, int[] ids, ViewGeometry[] geometries) {
        long batchSeed = Randomness.of(seed, epoch, batch, Purpose.BATCH).nextLong();
        byte[][] states = new byte[ids.length][];
        for (int i = 0; i < ids.length; i++) {
            float[] weights = masks.usesMaps(epoch) ? carriedMap(ids[i], geometries[i]) : null;
            MaskContext context = new MaskContext(grid, epoch, masks.epochs(), batchSeed, weights, null);
            states[i] = masks.strategy(epoch).plan(context, Randomness.of(seed, epoch, ids[i], Purpose.MASK));
        }
        return states;
    }

    /** The map of an image as its view sees it, or null while there is none. */
    float @Nullable [] carriedMap(int id, ViewGeometry geometry) {
        float[] map = new float[grid.patches()];
        return maps != null && maps.read(id, map) ? MapTransport.carry(map, grid, geometry, grid) : null;
    }
}
