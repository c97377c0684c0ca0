package org.masque.actors;

import com.google.errorprone.annotations.MustBeClosed;
import org.masque.model.objective.StateSnapshot;
import org.masque.model.objective.TrainingState;

/**
 * All that a run needs to go on, as it was at a step boundary, owned. It is copied only as far as training overtakes
 * the disk, and can be written once.
 *
 * @param state weights, moments and teacher
 * @param cursor where the run stood
 */
public record CheckpointSnapshot(StateSnapshot state, RunCursor cursor) implements OwnedMessage {
    /** Of a state that nobody is changing at this moment; some microseconds. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // a component that close() closes
    public static CheckpointSnapshot of(TrainingState state, RunCursor cursor) {
        return new CheckpointSnapshot(state.snapshot(), cursor);
    }

    @Override
    public void close() {
        state.close();
    }
}
