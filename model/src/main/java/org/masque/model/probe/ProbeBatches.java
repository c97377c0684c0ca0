package org.masque.model.probe;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.SplittableRandom;
import org.masque.masking.Randomness;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Shuffled batches of cached features, all of one size, with their classes one-hot.
 *
 * <p>A set is cut into equal batches no larger than asked for; the few images left over are other ones in every epoch.
 * It owns one batch of memory, which every {@link #load} overwrites.
 *
 * <p>Legend: B images of a batch, D width, C classes.
 */
final class ProbeBatches implements AutoCloseable {
    private final Features features;
    private final int perEpoch;
    private final int size;
    private final int[] order;
    private final TensorRef inputs;
    private final TensorRef targets;

    /** Cuts {@code features}, which stay the caller's, into batches of at most {@code largest} images. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // fields that close() closes
    ProbeBatches(Features features, int classes, int largest) {
        this.features = features;
        this.perEpoch = (features.count() + largest - 1) / largest;
        this.size = features.count() / perEpoch;
        this.order = new int[features.count()];
        this.inputs = TensorRef.zeros(size, features.width());
        this.targets = TensorRef.zeros(size, classes);
    }

    /** How many batches an epoch has. */
    int perEpoch() {
        return perEpoch;
    }

    /** Puts the images in the order of an epoch, a function of the seed and the epoch only. */
    void shuffle(long seed, int epoch) {
        SplittableRandom random = Randomness.of(seed, epoch, 0, Randomness.Purpose.PROBE);
        for (int place = 0; place < order.length; place++) {
            int earlier = random.nextInt(place + 1);
            order[place] = order[earlier];
            order[earlier] = place;
        }
    }

    /** Fills the batch with the images of that number in the epoch's order. */
    void load(int batch) {
        targets.tensor().zero();
        for (int row = 0; row < size; row++) {
            int image = order[batch * size + row];
            Tensor input = inputs.tensor().slice((long) row * features.width(), features.width());
            input.copyFrom(features.rows(image, 1));
            targets.tensor().set((long) row * targets.tensor().columns() + features.label(image), 1);
        }
    }

    /** The features of the loaded batch, [B, D], borrowed. */
    INDArray inputs() {
        return inputs.tensor().nd();
    }

    /** The classes of the loaded batch, one-hot [B, C], borrowed. */
    INDArray targets() {
        return targets.tensor().nd();
    }

    @Override
    public void close() {
        inputs.close();
        targets.close();
    }
}
