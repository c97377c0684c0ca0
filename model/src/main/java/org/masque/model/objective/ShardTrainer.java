package org.masque.model.objective;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.masque.masking.PatchState;
import org.masque.masking.StateCounts;
import org.masque.model.kernels.Kernels;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.Tensor;
import org.masque.model.vit.Network;
import org.masque.model.vit.SkippedBranches;
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
    private final Runnable advanced;

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
        this(weights, gradients, kernels, target, microBatch, () -> {});
    }

    /**
     * As the other.
     *
     * @param advanced called after each micro-batch, on the worker's thread
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // a field that close() closes
    public ShardTrainer(
            Weights weights, Tensor gradients, Kernels kernels, PixelTarget target, int microBatch, Runnable advanced) {
        this.advanced = advanced;
        this.weights = weights;
        this.kernels = kernels;
        this.microBatch = microBatch;
        this.gradients = gradients;
        this.arena = Arena.open(1 << 16);
        this.objective = new PixelObjective(Network.over(weights, gradients), target);
    }

    /**
     * Adds up the gradient of images {@code from} to {@code to} of a batch; those in which nothing is masked have none.
     *
     * @param images the whole batch [B, 3, H, W], borrowed
     * @param states one array of L states per image of the batch
     * @param scale 1 / (masked patches of the whole step)
     * @return the shard's share of the step's loss, and the time it took
     */
    public ShardResult train(Tensor images, byte[][] states, int from, int to, float scale, Start start) {
        return train(images, new Treatment(states, SkippedBranches.NONE), from, to, scale, start);
    }

    /**
     * What is done to each image of a batch.
     *
     * @param states L states per image
     * @param skipped which residual branches it skips
     */
    public record Treatment(byte[][] states, SkippedBranches skipped) {}

    /** As the other, with more done to the images than masking. */
    public ShardResult train(Tensor images, Treatment treatment, int from, int to, float scale, Start start) {
        byte[][] states = treatment.states();
        if (start == Start.FRESH) {
            gradients.zero();
        }
        int[] learned = IntStream.range(from, to)
                .filter(image -> PatchState.count(states[image], PatchState.MASKED) > 0)
                .toArray();
        ShardResult result = ShardResult.NONE;
        int size = learned.length > 0 ? microBatch(states[learned[0]]) : 1;
        for (int first = 0; first < learned.length; first += size) {
            int[] chosen = Arrays.copyOfRange(learned, first, Math.min(learned.length, first + size));
            arena.reset();
            result = result.plus(objective.lossAndGradients(
                    kernels, arena, chosen(images, chosen), patches(treatment, chosen), scale));
            advanced.run();
        }
        return result;
    }

    private int microBatch(byte[] states) {
        return microBatch > 0 ? microBatch : MicroBatch.choose(weights.shape(), StateCounts.of(states));
    }

    private static ShardPatches patches(Treatment treatment, int[] chosen) {
        byte[][] states = Arrays.stream(chosen)
                .mapToObj(image -> treatment.states()[image])
                .toArray(byte[][]::new);
        return ShardPatches.of(states, treatment.skipped().chosen(chosen));
    }

    // Without a copy where they lie one after the other, which they do unless a strategy masks some images only.
    private Tensor chosen(Tensor images, int[] chosen) {
        long[] shape = images.shape();
        long size = shape[1] * shape[2] * shape[3];
        if (chosen[chosen.length - 1] - chosen[0] == chosen.length - 1) {
            return images.slice(chosen[0] * size, chosen.length, shape[1], shape[2], shape[3]);
        }
        Tensor copy = arena.take(chosen.length, shape[1], shape[2], shape[3]);
        for (int i = 0; i < chosen.length; i++) {
            copy.slice(i * size, size).copyFrom(images.slice(chosen[i] * size, size));
        }
        return copy;
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
