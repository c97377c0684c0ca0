package org.masque.model.objective;

import com.google.errorprone.annotations.MustBeClosed;
import org.masque.masking.PatchState;
import org.masque.masking.StateCounts;
import org.masque.model.kernels.Kernels;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.Tensor;
import org.masque.model.vit.Network;
import org.masque.model.vit.Weights;

/**
 * What one worker computes: the gradient of its shard of a step's batch, micro-batch after micro-batch, into a buffer
 * of its own.
 *
 * <p>It belongs to one thread, which must also create and close it. It owns its arena and kernels, and borrows weights
 * and gradients.
 */
public final class ShardTrainer implements AutoCloseable {
    /** Whether a shard begins a step or adds to one whose batch is accumulated. */
    public enum Start {
        FRESH,
        CONTINUED
    }

    private final Weights weights;
    private final Kernels kernels;
    private final int microBatch;
    private final Tensor gradients;
    private final Arena arena;
    private final PixelObjective objective;

    /**
     * Makes a worker's trainer.
     *
     * @param weights borrowed, shared with the other workers
     * @param gradients flat, this worker's alone, borrowed
     * @param kernels owned from now on
     * @param microBatch images at once, or 0 to choose
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // a field that close() closes
    public ShardTrainer(Weights weights, Tensor gradients, Kernels kernels, PixelTarget target, int microBatch) {
        this.weights = weights;
        this.kernels = kernels;
        this.microBatch = microBatch;
        this.gradients = gradients;
        this.arena = Arena.open(1 << 16);
        this.objective = new PixelObjective(Network.over(weights, gradients), target);
    }

    /**
     * Adds up the gradient of images {@code from} to {@code to} of a batch.
     *
     * @param images the whole batch [B, 3, H, W], borrowed
     * @param states one array of L states per image of the batch
     * @param scale 1 / (masked patches of the whole step)
     * @return the shard's share of the step's loss, and the time it took
     */
    public ShardResult train(Tensor images, byte[][] states, int from, int to, float scale, Start start) {
        if (start == Start.FRESH) {
            gradients.zero();
        }
        ShardResult result = ShardResult.NONE;
        int size = from < to ? microBatch(states[from]) : 1;
        for (int first = from; first < to; first += size) {
            int last = Math.min(to, first + size);
            arena.reset();
            result = result.plus(objective.lossAndGradients(
                    kernels, arena, imagesOf(images, first, last), ShardPatches.of(states, first, last), scale));
        }
        return result;
    }

    private int microBatch(byte[] states) {
        if (microBatch > 0) {
            return microBatch;
        }
        StateCounts counts = new StateCounts(
                PatchState.count(states, PatchState.VISIBLE),
                PatchState.count(states, PatchState.MASKED),
                PatchState.count(states, PatchState.THROWN));
        return MicroBatch.choose(weights.shape(), counts);
    }

    private static Tensor imagesOf(Tensor images, int from, int to) {
        long[] shape = images.shape();
        long size = shape[1] * shape[2] * shape[3];
        return images.slice(from * size, to - from, shape[1], shape[2], shape[3]);
    }

    /** The kernels, for the update of a slice on this worker's thread. */
    public Kernels kernels() {
        return kernels;
    }

    /** The bytes of scratch memory that this worker holds. */
    public long scratchBytes() {
        return arena.bytes();
    }

    @Override
    public void close() {
        arena.close();
        kernels.close();
    }
}
