package org.masque.actors;

import com.google.errorprone.annotations.MustBeClosed;
import org.jspecify.annotations.Nullable;
import org.masque.model.objective.Teacher;
import org.masque.model.objective.TrainingState;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;
import org.masque.model.vit.Weights;

/**
 * All that a run needs to go on, copied at a step boundary, owned.
 *
 * @param weights the copy
 * @param m AdamW's first moment, flat
 * @param v AdamW's second moment, flat
 * @param teacher a copy of the moving average of the weights; null in a run without one
 * @param cursor where the run stood
 */
public record CheckpointSnapshot(
        Weights weights, TensorRef m, TensorRef v, @Nullable Weights teacher, RunCursor cursor)
        implements OwnedMessage {
    /** Copies the state, on the caller's thread: some milliseconds for each 10 million weights. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // components that close() closes
    static CheckpointSnapshot of(TrainingState state, RunCursor cursor) {
        return new CheckpointSnapshot(
                state.weights().copy(),
                copy(state.optimizer().m()),
                copy(state.optimizer().v()),
                copy(state.teacher()),
                cursor);
    }

    @SuppressWarnings("MustBeClosedChecker") // moved out
    private static @Nullable Weights copy(@Nullable Teacher teacher) {
        return teacher == null ? null : teacher.weights().copy();
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out
    private static TensorRef copy(Tensor tensor) {
        TensorRef ref = TensorRef.zeros(tensor.shape());
        ref.tensor().copyFrom(tensor);
        return ref;
    }

    @Override
    public void close() {
        weights.close();
        m.close();
        v.close();
        if (teacher != null) {
            teacher.close();
        }
    }
}
