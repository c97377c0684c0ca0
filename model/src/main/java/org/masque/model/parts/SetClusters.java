package org.masque.model.parts;

import com.google.errorprone.annotations.MustBeClosed;
import org.masque.masking.Randomness;
import org.masque.masking.Randomness.Purpose;
import org.masque.model.kernels.Kernels;
import org.masque.model.tensor.Tensor;
import org.masque.model.vit.UnitRows;
import org.masque.model.vit.Weights;

/**
 * Gives each patch the nearest of K directions that are the same for all images: k-means by cosine over the patch
 * tokens of a whole data set (spec 4.1 b), learned batch by batch with steps that shrink with a cluster's size (Sculley
 * 2010).
 *
 * <p>What the patches of an image share is taken off first. Images differ ten times as much as the patches of one do,
 * so the clusters would sort images, and most of an image would be one part.
 */
public final class SetClusters implements PartProvider, PartLearner {
    private static final String CENTROIDS = "centroids";
    private static final String SIZES = "sizes";

    private final PatchTokens tokens;
    private final int parts;
    private final long seed;
    private float[] centroids = new float[0];
    private final float[] sizes;

    /** K clusters that have seen nothing yet; weights and kernels are borrowed. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // a field that close() closes
    public SetClusters(Weights encoder, Kernels kernels, int parts, long seed) {
        this.tokens = new PatchTokens(encoder, kernels);
        this.parts = parts;
        this.seed = seed;
        this.sizes = new float[parts];
    }

    @Override
    public int parts() {
        return parts;
    }

    /** Moves the clusters towards the tokens of a batch; returns their mean distance 1 - cosine before that. */
    @Override
    public PartLoss learn(Tensor images, PartStep step) {
        float[][] directions = tokens.centredDirections(images);
        float[] all = joined(directions);
        int width = tokens.width();
        if (centroids.length == 0) {
            centroids = Directions.spread(all, width, parts, Randomness.of(seed, 0, -1, Purpose.PARTS));
        }
        byte[] labels = Directions.nearest(all, centroids, width);
        double distance = 0;
        for (int row = 0; row < labels.length; row++) {
            distance += 1 - Directions.dot(all, row * width, centroids, labels[row] * width, width);
        }
        move(all, labels, width);
        return new PartLoss(distance / labels.length, 0, 0);
    }

    private void move(float[] rows, byte[] labels, int width) {
        for (int row = 0; row < labels.length; row++) {
            int k = labels[row];
            float share = 1 / ++sizes[k];
            for (int d = 0; d < width; d++) {
                float before = centroids[k * width + d];
                centroids[k * width + d] = before + share * (rows[row * width + d] - before);
            }
        }
        UnitRows.normalize(centroids, width);
    }

    private static float[] joined(float[][] arrays) {
        float[] all = new float[arrays.length * arrays[0].length];
        for (int i = 0; i < arrays.length; i++) {
            System.arraycopy(arrays[i], 0, all, i * arrays[i].length, arrays[i].length);
        }
        return all;
    }

    @Override
    public byte[][] label(Tensor images, int[] ids) {
        if (centroids.length == 0) {
            throw new IllegalStateException("clusters of a data set label nothing before they have learned");
        }
        float[][] directions = tokens.centredDirections(images);
        byte[][] labels = new byte[ids.length][];
        for (int i = 0; i < ids.length; i++) {
            labels[i] = Directions.nearest(directions[i], centroids, tokens.width());
        }
        return labels;
    }

    @Override
    public LearnedState state() {
        LearnedState state = new LearnedState();
        if (centroids.length > 0) {
            state.floats(CENTROIDS, centroids, parts, tokens.width());
            state.floats(SIZES, sizes, parts);
        }
        return state;
    }

    @Override
    public void restore(LearnedState state) {
        if (state.has(CENTROIDS)) {
            centroids = state.floats(CENTROIDS);
            System.arraycopy(state.floats(SIZES), 0, sizes, 0, parts);
        }
    }

    @Override
    public void close() {
        tokens.close();
    }
}
