package org.masque.model.objective;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.masque.model.optim.AdamW;
import org.masque.model.tensor.NativeMemoryException;
import org.masque.model.tensor.SnapshotLostException;
import org.masque.model.tensor.TensorSnapshot;
import org.masque.model.vit.Weights;

/**
 * All that the updates of a {@link TrainingState} change, as it was between two steps: weights, both moments, teacher.
 *
 * <p>It copies nothing until an update is about to overwrite what was not read yet ({@link TensorSnapshot}), and stays
 * as it is whatever becomes of the state, which may even be closed before it. Each of its tensors can be read once. If
 * there is no memory for such a copy, whoever reads it gets a {@link SnapshotLostException}, and the update goes on.
 */
public final class StateSnapshot implements AutoCloseable {
    /**
     * A network as it was.
     *
     * @param weights for the layout and the fixed positions, which no update changes; its parameters are today's
     * @param parameters as they were
     */
    public record Network(Weights weights, TensorSnapshot parameters) implements AutoCloseable {
        @MustBeClosed
        @SuppressWarnings("MustBeClosedChecker") // a component that close() closes
        static Network of(Weights live) {
            return new Network(live.retain(), live.snapshot());
        }

        @Override
        public void close() {
            parameters.close();
            weights.close();
        }
    }

    private final Network weights;
    private final TensorSnapshot m;
    private final TensorSnapshot v;
    private final @Nullable Network teacher;
    private final List<TensorSnapshot> all = new ArrayList<>();
    private final Consumer<StateSnapshot> closing;

    /**
     * Of what is trained.
     *
     * @param closing hears that nothing need be kept any more
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // fields that close() closes
    StateSnapshot(Weights weights, AdamW optimizer, @Nullable Teacher teacher, Consumer<StateSnapshot> closing) {
        this.weights = Network.of(weights);
        this.m = optimizer.snapshotOfM();
        this.v = optimizer.snapshotOfV();
        this.teacher = teacher == null ? null : Network.of(teacher.weights());
        this.closing = closing;
        all.addAll(List.of(this.weights.parameters(), m, v));
        if (this.teacher != null) {
            all.add(this.teacher.parameters());
        }
    }

    /** The weights, borrowed. */
    public Network weights() {
        return weights;
    }

    /** AdamW's first moment, flat, borrowed. */
    public TensorSnapshot m() {
        return m;
    }

    /** AdamW's second moment, flat, borrowed. */
    public TensorSnapshot v() {
        return v;
    }

    /** The moving average of the weights, borrowed; null in a run without one. */
    public @Nullable Network teacher() {
        return teacher;
    }

    /** How many bytes had to be copied so far since updates overtook whoever reads it; most are freed again. */
    public long keptBytes() {
        return Float.BYTES * all.stream().mapToLong(TensorSnapshot::kept).sum();
    }

    /**
     * Copies what is still wanted of the floats {@code from} to {@code to} of all flat buffers; where there is no room
     * for that, gives the whole up, since a checkpoint is worth less than the run.
     */
    void keep(long from, long to) {
        try {
            all.forEach(snapshot -> snapshot.keep(from, to));
        } catch (NativeMemoryException noRoom) {
            all.forEach(snapshot -> snapshot.giveUp(noRoom));
        }
    }

    @Override
    public void close() {
        closing.accept(this);
        weights.close();
        m.close();
        v.close();
        if (teacher != null) {
            teacher.close();
        }
    }
}
