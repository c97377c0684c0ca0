package org.masque.actors.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.masque.actors.RunCursor;
import org.masque.actors.RunPlan;
import org.masque.config.Recipe;
import org.masque.model.checkpoint.Checkpoint;
import org.masque.model.checkpoint.CheckpointStore;
import org.masque.model.objective.TrainingState;
import org.masque.model.vit.Weights;

/**
 * What a run would begin with, found as {@link TrainingRun} finds it, without writing anything: weights and moments are
 * read or drawn, but no maps are opened.
 *
 * @param plan of the whole run
 * @param cursor where it stands
 * @param checkpoint that it goes on from; empty for a beginning
 * @param step the next one, tried; empty if there is none left
 */
public record TrialStart(RunPlan plan, RunCursor cursor, Optional<Path> checkpoint, Optional<TrialStep> step) {
    /**
     * Looks for it.
     *
     * @param folder need not exist
     * @param data borrowed
     * @param version of Masque
     * @throws IOException if checkpoints or weights cannot be read
     */
    @SuppressWarnings("MustBeClosedChecker") // the state owns the weights
    public static TrialStart of(Recipe recipe, RunFolder folder, RunData data, String version) throws IOException {
        CheckpointStore store = new CheckpointStore(folder.path(), version);
        Optional<Checkpoint> newest = store.findNewestValid();
        if (newest.isEmpty()) {
            return from(recipe, data, store, FirstWeights.of(recipe, version, FirstWeights::log), newest);
        }
        try (Checkpoint checkpoint = newest.get()) {
            return from(recipe, data, store, RunEvaluation.untrained(recipe), Optional.of(checkpoint));
        }
    }

    private static TrialStart from(
            Recipe recipe, RunData data, CheckpointStore store, Weights first, Optional<Checkpoint> newest)
            throws IOException {
        try (TrainingState state = TrainingRun.freshState(recipe, first)) {
            int images = data.train().size();
            RunCheckpoints checkpoints = RunCheckpoints.of(recipe, store, images, null);
            RunCursor cursor = newest.isPresent() ? checkpoints.restore(newest.get(), state) : RunCursor.START;
            RunPlan plan = RecipeParts.plan(recipe, images, data.canEvaluate());
            Optional<TrialStep> step = cursor.step() < plan.totalSteps()
                    ? Optional.of(TrialStep.of(recipe, data, plan, state, cursor))
                    : Optional.empty();
            return new TrialStart(plan, cursor, newest.map(Checkpoint::folder), step);
        }
    }
}
