package org.masque.model.probe;

import com.google.errorprone.annotations.MustBeClosed;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;

/**
 * The features of a labelled set of images: one row of floats and one class per image.
 *
 * <p>It owns its floats; whoever made it closes it. N images, D width of a feature.
 */
public final class Features implements AutoCloseable {
    private final TensorRef values;
    private final int[] labels;
    private final int width;

    private Features(TensorRef values, int[] labels) {
        this.values = values;
        this.labels = labels;
        this.width = values.tensor().columns();
    }

    /**
     * Takes over a claim on features, and closes it if they cannot be used.
     *
     * @param values [N, D], N and D at least 1, every number finite
     * @param labels the class of each row, 0 or more; not copied
     * @throws IllegalArgumentException if shapes disagree, a row holds a number that is not finite, or has no class
     */
    @MustBeClosed
    public static Features own(TensorRef values, int[] labels) {
        try {
            requireShape(values.tensor(), labels);
            requireLabels(labels);
            requireFinite(values.tensor());
        } catch (IllegalArgumentException e) {
            values.close();
            throw e;
        }
        return new Features(values, labels);
    }

    /**
     * Copies features off-heap.
     *
     * @param values N rows of {@code width} floats, one after another
     * @param labels as for {@link #own}
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // the claim moves into the features
    public static Features of(float[] values, int width, int[] labels) {
        if (width < 1 || values.length % width != 0) {
            throw new IllegalArgumentException(values.length + " floats are not rows of " + width);
        }
        return own(TensorRef.of(values, values.length / width, width), labels);
    }

    private static void requireShape(Tensor values, int[] labels) {
        long[] shape = values.shape();
        if (shape.length != 2 || shape[0] < 1 || shape[1] < 1 || shape[0] != labels.length) {
            throw new IllegalArgumentException("features " + Arrays.toString(shape) + " with " + labels.length
                    + " labels: wanted [images, width] and one label an image");
        }
    }

    private static void requireLabels(int[] labels) {
        for (int row = 0; row < labels.length; row++) {
            if (labels[row] < 0) {
                throw new IllegalArgumentException(
                        "image " + row + " has no class (" + labels[row] + "): evaluation needs a labelled set");
            }
        }
    }

    // One NaN in a training row would spread through the batch norm to every weight and end as "accuracy 10%".
    private static void requireFinite(Tensor values) {
        for (int row = 0; row < values.rows(); row++) {
            FloatBuffer floats = rowOf(values, row).floats();
            for (int column = 0; column < values.columns(); column++) {
                if (!Float.isFinite(floats.get(column))) {
                    throw new IllegalArgumentException("feature " + column + " of image " + row + " is "
                            + floats.get(column) + ": the encoder's weights have diverged");
                }
            }
        }
    }

    private static Tensor rowOf(Tensor values, long row) {
        long width = values.columns();
        return values.slice(row * width, width);
    }

    /** The number of images N. */
    public int count() {
        return labels.length;
    }

    /** The width D of a feature. */
    public int width() {
        return width;
    }

    /** One more than the largest class that occurs. */
    public int classes() {
        return Arrays.stream(labels).max().orElse(-1) + 1;
    }

    /** The class of one image. */
    public int label(int row) {
        return labels[row];
    }

    /** All features, [N, D], borrowed until {@link #close()}. */
    public Tensor values() {
        return values.tensor();
    }

    /** Rows {@code from} to {@code from + count - 1}, [count, D], borrowed. */
    Tensor rows(int from, int count) {
        return values.tensor().slice((long) from * width, count, width);
    }

    @Override
    public void close() {
        values.close();
    }
}
