package org.masque.model.objective;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.masque.model.kernels.AdamStep;
import org.masque.model.kernels.Kernels;
import org.masque.model.optim.AdamW;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;
import org.masque.model.vit.Weights;

/**
 * What the workers of a process share: the weights, the optimiser's moments, and one gradient buffer for each worker.
 * It owns them all.
 *
 * <p>A step has three phases, and no worker begins one before all have ended the last: each computes into its own
 * gradients; each sums its slice of all gradients into the first worker's; each updates its slice of the weights. So no
 * two threads ever write the same float. Snapshots that are still being read keep what an update is about to overwrite.
 */
public final class TrainingState implements AutoCloseable {
    private static final long ALIGNMENT_FLOATS = 16;

    private final Weights weights;
    private final AdamW optimizer;
    private final @Nullable Teacher teacher;
    private final List<TensorRef> gradients = new ArrayList<>();
    private final List<StateSnapshot> snapshots = new CopyOnWriteArrayList<>();

    /**
     * Makes room for {@code workers} gradients beside the weights.
     *
     * @param weights owned from now on
     * @param decay AdamW's weight decay
     * @param workers at least 1
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // fields that close() closes
    public TrainingState(Weights weights, float decay, int workers) {
        this(weights, decay, workers, null);
    }

    /**
     * As above, with a teacher beside the weights, or null for none.
     *
     * @param decay of the teacher over epochs; it begins as a copy of the weights
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // fields that close() closes
    public TrainingState(Weights weights, float weightDecay, int workers, Teacher.@Nullable Decay decay) {
        this.weights = weights;
        this.teacher = decay == null ? null : new Teacher(weights, decay);
        this.optimizer = new AdamW(weights, weightDecay);
        for (int i = 0; i < workers; i++) {
            gradients.add(TensorRef.zeros(weights.layout().length()));
        }
    }

    /** The weights, borrowed. */
    public Weights weights() {
        return weights;
    }

    /** The moving average of the weights, borrowed; null in a run without one. */
    public @Nullable Teacher teacher() {
        return teacher;
    }

    /** The weights that maps are made of: the teacher's where there is one; borrowed. */
    public Weights mapWeights() {
        return teacher == null ? weights : teacher.weights();
    }

    /** The optimiser, borrowed. */
    public AdamW optimizer() {
        return optimizer;
    }

    /** The number of workers. */
    public int workers() {
        return gradients.size();
    }

    /** One worker's flat gradients, borrowed; after a reduction the first worker's hold the sum. */
    public Tensor gradients(int worker) {
        return gradients.get(worker).tensor();
    }

    /**
     * Sums a worker's slice of all gradients into the first worker's, always in the same order.
     *
     * @return the slice's sum of squares; not finite if any gradient is not
     */
    public double reduceSlice(int worker, Kernels kernels) {
        long from = boundary(worker);
        long length = boundary(worker + 1) - from;
        Tensor sum = gradients(0).slice(from, length);
        for (int other = 1; other < workers(); other++) {
            kernels.accumulate(sum, gradients(other).slice(from, length));
        }
        return kernels.sumOfSquares(sum);
    }

    /**
     * Updates a worker's slice of the weights by the reduced gradients, scaled by {@code gradientScale} first (1 for no
     * clipping), and the teacher's after it.
     *
     * @param epoch 0-based, for the teacher's decay
     */
    public void updateSlice(int worker, Kernels kernels, AdamStep step, float gradientScale, int epoch) {
        long from = boundary(worker);
        long to = boundary(worker + 1);
        if (gradientScale != 1) {
            kernels.scale(gradients(0).slice(from, to - from), gradientScale);
        }
        keepForSnapshots(from, to);
        optimizer.update(kernels, gradients(0), step, from, to);
        if (teacher != null) {
            teacher.follow(kernels, weights, from, to, epoch);
        }
    }

    /**
     * All that updates change, as it is now, owned by the caller; to be taken between two steps, which then go on at
     * once.
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out
    public StateSnapshot snapshot() {
        StateSnapshot taken = new StateSnapshot(weights, optimizer, teacher, snapshots::remove);
        snapshots.add(taken);
        return taken;
    }

    /** To be called by whoever is about to overwrite weights, moments or teacher by another way than an update. */
    public void keepForSnapshots() {
        keepForSnapshots(0, weights.layout().length());
    }

    private void keepForSnapshots(long from, long to) {
        for (StateSnapshot snapshot : snapshots) {
            snapshot.keep(from, to);
        }
    }

    private long boundary(int worker) {
        long lines = weights.layout().length() / ALIGNMENT_FLOATS;
        return lines * worker / workers() * ALIGNMENT_FLOATS;
    }

    @Override
    public void close() {
        gradients.forEach(TensorRef::close);
        optimizer.close();
        if (teacher != null) {
            teacher.close();
        }
        weights.close();
    }
}
