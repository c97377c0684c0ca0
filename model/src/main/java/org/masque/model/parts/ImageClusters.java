package org.masque.model.parts;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.masque.masking.Randomness;
import org.masque.masking.Randomness.Purpose;
import org.masque.model.kernels.Kernels;
import org.masque.model.tensor.Tensor;
import org.masque.model.vit.Weights;

/**
 * Clusters the patch tokens of each image on its own, by cosine (spherical k-means; spec 4.1 b). The numbers of the
 * parts mean nothing across images. Nothing is trained.
 */
public final class ImageClusters implements PartProvider {
    private static final int ROUNDS = 20;

    private final PatchTokens tokens;
    private final int parts;
    private final long seed;

    /** K clusters over the tokens of a frozen encoder; weights and kernels are borrowed. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // a field that close() closes
    public ImageClusters(Weights encoder, Kernels kernels, int parts, long seed) {
        this.tokens = new PatchTokens(encoder, kernels);
        this.parts = parts;
        this.seed = seed;
    }

    @Override
    public int parts() {
        return parts;
    }

    @Override
    public byte[][] label(Tensor images, int[] ids) {
        float[][] directions = tokens.directions(images);
        byte[][] labels = new byte[ids.length][];
        for (int i = 0; i < ids.length; i++) {
            SplittableRandom random = Randomness.of(seed, 0, ids[i], Purpose.PARTS);
            labels[i] = clustered(directions[i], tokens.width(), parts, random);
        }
        return labels;
    }

    /** Clusters the rows of one image. */
    static byte[] clustered(float[] rows, int width, int parts, SplittableRandom random) {
        float[] centroids = Directions.spread(rows, width, parts, random);
        byte[] labels = Directions.nearest(rows, centroids, width);
        for (int round = 0; round < ROUNDS; round++) {
            Directions.moveToMeans(centroids, rows, labels, width);
            byte[] moved = Directions.nearest(rows, centroids, width);
            if (Arrays.equals(moved, labels)) {
                return labels;
            }
            labels = moved;
        }
        return labels;
    }

    @Override
    public void close() {
        tokens.close();
    }
}
