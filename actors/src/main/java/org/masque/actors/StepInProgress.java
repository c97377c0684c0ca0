package org.masque.actors;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.masque.masking.PatchState;
import org.masque.masking.StateCounts;
import org.masque.model.objective.ShardResult;

/** Adds up one step while its batches come and its workers answer. */
final class StepInProgress {
    private final List<Integer> ids = new ArrayList<>();
    private @Nullable StateCounts counts;
    private int maskedViews;
    private int batches;
    private int readyBatches;
    // By worker, and summed in their order: whoever answers first must not change the last bit.
    private final double[] losses;
    private final double[] squares;
    private long waitedForData;
    private long waitedForMasks;
    private ShardResult slowest = ShardResult.NONE;
    private long forwardNanos;
    private long backwardNanos;
    private long reduceNanos;
    private long phaseStartedAt;
    private int awaited;

    StepInProgress(int workers) {
        losses = new double[workers];
        squares = new double[workers];
    }

    void batchArrived(BatchBroker.BatchReady message) {
        HostBatch batch = message.batch();
        for (int id : batch.ids()) {
            ids.add(id);
        }
        maskedViews = 0;
        for (byte[] states : batch.states()) {
            if (PatchState.count(states, PatchState.MASKED) > 0) {
                counts = maskedViews++ == 0 ? StateCounts.of(states) : counts;
            }
        }
        batches++;
        readyBatches = message.ready();
        waitedForData += message.waitedForDataNanos();
        waitedForMasks += message.waitedForMasksNanos();
    }

    /** Begins a phase that an answer of every worker ends. */
    void awaitWorkers() {
        awaited = losses.length;
        phaseStartedAt = System.nanoTime();
    }

    // The workers run side by side: the slowest tells how long the batch took. Both of its parts are one worker's: the
    // slowest forward of one and the slowest backward of another overlap in time, and came to more than the step.
    boolean shardComputed(int worker, ShardResult shard) {
        losses[worker] += shard.loss();
        slowest = shard.nanos() > slowest.nanos() ? shard : slowest;
        return answered(this::endCompute);
    }

    private void endCompute() {
        forwardNanos += slowest.forwardNanos();
        backwardNanos += slowest.backwardNanos();
        slowest = ShardResult.NONE;
    }

    boolean sliceReduced(int worker, double sumOfSquares) {
        squares[worker] = sumOfSquares;
        return answered(() -> reduceNanos = phaseNanos());
    }

    boolean sliceUpdated() {
        return answered(() -> {});
    }

    private boolean answered(Runnable whenAll) {
        awaited--;
        if (awaited == 0) {
            whenAll.run();
        }
        return awaited == 0;
    }

    private long phaseNanos() {
        return System.nanoTime() - phaseStartedAt;
    }

    int batches() {
        return batches;
    }

    double loss() {
        return sum(losses);
    }

    double gradientNorm() {
        return Math.sqrt(sum(squares));
    }

    private static double sum(double[] ofWorkers) {
        double sum = 0;
        for (double each : ofWorkers) {
            sum += each;
        }
        return sum;
    }

    /** Whether there is nothing to learn from: no image could be used, or none was masked. */
    boolean empty() {
        return counts == null;
    }

    List<Integer> ids() {
        return ids;
    }

    int samples() {
        return ids.size();
    }

    int readyBatches() {
        return readyBatches;
    }

    /** The states of a masked view of the last batch that has one. */
    StateCounts counts() {
        if (counts == null) {
            throw new IllegalStateException("a step without masked images has no states");
        }
        return counts;
    }

    /**
     * 1 / (masked patches of the whole step), for the gradient of one batch of it, the last that arrived; 0 where
     * nothing is masked in it.
     */
    float scale(int accumulation) {
        return maskedViews == 0 ? 0 : 1f / (maskedViews * counts().masked() * accumulation);
    }

    /** Whether no worker is at work for this step: then weights and moments are whole. */
    boolean awaitsNobody() {
        return awaited == 0;
    }

    /** How long each phase took; the length of the whole step is the clock's. */
    StepReport.Times phases() {
        return new StepReport.Times(
                0, waitedForData, waitedForMasks, forwardNanos, backwardNanos, reduceNanos, phaseNanos());
    }
}
