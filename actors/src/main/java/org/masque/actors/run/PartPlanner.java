package org.masque.actors.run;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
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
import org.masque.model.parts.PartStore;

/**
 * Plans states by the parts of each image, carried to its view; owned by the run.
 *
 * @param masks which strategy an epoch uses
 * @param labels where parts are
 * @param attention the frozen encoder's maps; null where all patches are kept
 * @param grid of image and view
 * @param seed the run's seed
 */
record PartPlanner(
        MaskSchedule masks, PartStore labels, @Nullable MapStore attention, PatchGrid grid, long seed)
        implements StatePlanner, Closeable {
    /**
     * Opens what the stage before left.
     *
     * @param images of the training set
     * @throws IOException if there are no labels, or not of these images
     */
    static PartPlanner open(PartFolder folder, MaskSchedule masks, int images, PatchGrid grid, long seed)
            throws IOException {
        PartStore labels = PartStore.forReading(folder.labels());
        if (labels.header().images() != images || !labels.header().grid().equals(grid) || !labels.isComplete()) {
            throw new IOException(folder.labels() + " does not hold the parts of all " + images + " images in "
                    + grid.rows() + "x" + grid.columns() + " patches: run masque parts train again");
        }
        MapStore attention = Files.exists(folder.attention()) ? MapStore.open(folder.attention(), images, grid) : null;
        return new PartPlanner(masks, labels, attention, grid, seed);
    }

    @Override
    public byte[][] plan(long batch, int epoch, int[] ids, ViewGeometry[] geometries) {
        long batchSeed = Randomness.of(seed, epoch, batch, Purpose.BATCH).nextLong();
        byte[][] states = new byte[ids.length][];
        for (int i = 0; i < ids.length; i++) {
            MaskContext context = context(epoch, ids[i], geometries[i], batchSeed);
            states[i] = masks.strategy(epoch).plan(context, Randomness.of(seed, epoch, ids[i], Purpose.MASK));
        }
        return states;
    }

    /** What is known of a view in a batch of its own: an image without labels is all one part. */
    MaskContext context(int epoch, int id, ViewGeometry geometry) {
        return context(epoch, id, geometry, 0);
    }

    private MaskContext context(int epoch, int id, ViewGeometry geometry, long batchSeed) {
        byte @Nullable [] ofImage = labels.read(id);
        byte @Nullable [] carried = ofImage == null ? null : MapTransport.carryLabels(ofImage, grid, geometry, grid);
        return new MaskContext(grid, epoch, masks.epochs(), batchSeed, carriedAttention(id, geometry), carried);
    }

    private float @Nullable [] carriedAttention(int id, ViewGeometry geometry) {
        float[] map = new float[grid.patches()];
        return attention != null && attention.read(id, map) ? MapTransport.carry(map, grid, geometry, grid) : null;
    }

    @Override
    public void close() throws IOException {
        labels.close();
        if (attention != null) {
            attention.close();
        }
    }
}
