package org.masque.actors.run;

import java.io.IOException;
import java.util.Optional;
import org.masque.actors.CheckpointWriter;
import org.masque.actors.RunCursor;
import org.masque.config.Recipe;
import org.masque.model.checkpoint.Checkpoint;
import org.masque.model.checkpoint.CheckpointStore;
import org.masque.model.objective.TrainingState;
import org.masque.model.vit.Weights;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes back to an earlier checkpoint of a run, or to its beginning while there is none.
 *
 * @param store of the run
 * @param checkpoints reads them
 * @param recipe says how the run begins
 * @param version of Masque
 */
record RunRewind(CheckpointStore store, RunCheckpoints checkpoints, Recipe recipe, String version)
        implements CheckpointWriter.Rewind {
    private static final Logger LOG = LoggerFactory.getLogger(RunRewind.class);

    @Override
    public RunCursor rewind(long latest, TrainingState state) throws IOException {
        Optional<Checkpoint> found = store.newestValid(latest);
        RunCursor cursor = found.isPresent() ? restore(found.get(), state) : beginAgain(state);
        // Only now: what lies after it was learnt from bad steps, and the next start must not go on from there.
        store.discardAfter(cursor.step());
        checkpoints.wentBack(cursor.step());
        return cursor;
    }

    private RunCursor restore(Checkpoint found, TrainingState state) throws IOException {
        try (Checkpoint checkpoint = found) {
            LOG.warn("goes back to {}", checkpoint.folder());
            return checkpoints.restore(checkpoint, state);
        }
    }

    private RunCursor beginAgain(TrainingState state) throws IOException {
        LOG.warn("there is no checkpoint yet: goes back to the beginning");
        state.keepForSnapshots();
        try (Weights first = FirstWeights.of(recipe, version, (file, notes) -> {})) {
            state.weights().flat().copyFrom(first.flat());
            state.mapWeights().flat().copyFrom(first.flat());
        }
        state.optimizer().m().zero();
        state.optimizer().v().zero();
        return RunCursor.START;
    }
}
