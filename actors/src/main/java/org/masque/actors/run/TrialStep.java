package org.masque.actors.run;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.masque.actors.BatchSchedule;
import org.masque.actors.RunCursor;
import org.masque.actors.RunPlan;
import org.masque.config.Recipe;
import org.masque.masking.PatchState;
import org.masque.masking.StateCounts;
import org.masque.model.data.Views;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.objective.MicroBatch;
import org.masque.model.objective.ShardTrainer;
import org.masque.model.objective.ShardTrainer.Start;
import org.masque.model.objective.ShardTrainer.Treatment;
import org.masque.model.objective.TrainingState;

/**
 * The next batch of a run, loaded and masked, and a micro-batch of it forward and backward; no weight changes. Masks
 * are chosen as if there were no maps or parts yet.
 *
 * @param asked images of the batch
 * @param loaded of these, without the bad ones
 * @param computed images that went forward and backward
 * @param loss of these; NaN if there was none
 * @param loading time for all views of the batch on one thread
 * @param computing time for the micro-batch on one thread, cold
 */
public record TrialStep(int asked, int loaded, int computed, double loss, Duration loading, Duration computing) {
    /** Tries the step at a cursor; all are borrowed. */
    static TrialStep of(Recipe recipe, RunData data, RunPlan plan, TrainingState state, RunCursor cursor) {
        BatchSchedule schedule = plan.schedule();
        long batch = cursor.step() * schedule.accumulation();
        int epoch = schedule.epochOfBatch(batch);
        int[] ids = schedule.idsOfBatch(batch, schedule.order(epoch));
        long began = System.nanoTime();
        try (Views views = data.trainingViews().load(epoch, ids)) {
            Duration loading = Duration.ofNanos(System.nanoTime() - began);
            MapPlanner planner = new MapPlanner(
                    plan.masks(),
                    null,
                    state.weights().shape().grid(),
                    recipe.run().seed());
            byte[][] states = planner.plan(batch, epoch, views.ids(), views.geometries());
            int size = microBatch(recipe, state, states);
            began = System.nanoTime();
            double loss = compute(recipe, state, views, states, epoch, size);
            return new TrialStep(
                    ids.length, views.size(), size, loss, loading, Duration.ofNanos(System.nanoTime() - began));
        }
    }

    private static int microBatch(Recipe recipe, TrainingState state, byte[][] states) {
        if (states.length == 0) {
            return 0;
        }
        int given = recipe.parallel().microBatch();
        int size = given > 0 ? given : MicroBatch.choose(state.weights().shape(), StateCounts.of(states[0]));
        return Math.min(size, states.length);
    }

    @SuppressWarnings("MustBeClosedChecker") // the trainer owns the kernels
    private static double compute(
            Recipe recipe, TrainingState state, Views views, byte[][] states, int epoch, int size) {
        int masked = Arrays.stream(states, 0, size)
                .mapToInt(each -> PatchState.count(each, PatchState.MASKED))
                .sum();
        if (masked == 0) {
            return Double.NaN;
        }
        String choice = recipe.parallel().kernels().name().toLowerCase(Locale.ROOT);
        Kernels kernels = KernelsProvider.open(choice);
        try (ShardTrainer trainer = new ShardTrainer(
                state.weights(),
                state.gradients(0),
                kernels,
                RecipeParts.target(recipe),
                recipe.parallel().microBatch())) {
            Treatment treatment =
                    new Treatment(states, RecipeParts.stochasticDepth(recipe).of(epoch, views.ids()));
            return trainer.train(views.images().tensor(), treatment, 0, size, 1f / masked, Start.FRESH)
                    .loss();
        }
    }
}
