package org.masque.actors;

import com.google.errorprone.annotations.MustBeClosed;
import org.masque.model.vit.Weights;

/**
 * Weights as they were at a step boundary, owned; nobody writes to them while it is open.
 *
 * <p>It is read over and over by kernels, which know addresses only. So it is copied as a whole, unlike
 * {@link CheckpointSnapshot}, or shared where the weights themselves stand still.
 *
 * @param weights a copy, or a claim
 * @param version the number of updates that made them
 * @param epoch the epoch in which it was taken, 0-based
 */
public record WeightsSnapshot(Weights weights, long version, int epoch) implements OwnedMessage {
    /** How the weights get into a snapshot. */
    enum Taking {
        /** Training goes on. */
        COPIED,
        /** Nobody updates them before the answer. */
        SHARED
    }

    /** Of live weights, borrowed. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // a component that close() closes
    static WeightsSnapshot of(Weights live, Taking taking, RunCursor cursor, int epoch) {
        Weights taken = taking == Taking.COPIED ? live.copy() : live.retain();
        return new WeightsSnapshot(taken, cursor.updates(), epoch);
    }

    @Override
    public void close() {
        weights.close();
    }
}
