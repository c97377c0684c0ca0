package org.masque.ops.run;

import org.masque.actors.run.RecipeParts;
import org.masque.config.MaskingKind.Needs;
import org.masque.config.Recipe;
import org.masque.config.RefreshKind;
import org.masque.masking.MaskSchedule;
import org.masque.masking.StateCounts;
import org.masque.model.objective.MicroBatch;
import org.masque.model.vit.ModelShape;
import org.masque.model.vit.ParameterLayout;

/**
 * How much memory a run needs, by the shapes of its recipe; all in bytes.
 *
 * @param state weights, both moments, teacher, and the gradients of each worker: held from the first step on
 * @param scratch of the workers: the activations of a micro-batch each
 * @param kept of weights, moments and teacher at most, while a disk takes longer for a checkpoint than a step does
 * @param copies of weights while maps are made, features are evaluated and pictures drawn beside training
 * @param besideScratch activations of the actors beside training
 * @param batches views that are ready, loading and in hand
 */
public record MemoryNeed(long state, long scratch, long kept, long copies, long besideScratch, long batches) {
    // The JVM with its libraries, the heap that the launcher lets it take, and what is not counted here: measured, see
    // docs/performance.md.
    private static final long PROCESS = 1000L << 20;
    private static final long FLOAT = 4;
    private static final int MAP_IMAGES = 64;
    private static final int FEATURE_IMAGES = 128;
    private static final long CHANNELS = 3;

    /** Of a recipe, with as many workers as it has here. */
    public static MemoryNeed of(Recipe recipe) {
        ModelShape shape = RecipeParts.shape(recipe);
        int asked = recipe.parallel().workers();
        int workers = asked > 0 ? asked : Runtime.getRuntime().availableProcessors();
        long weights = FLOAT * new ParameterLayout(shape).length();
        int teacher = recipe.masking().hasTeacher() ? 1 : 0;
        boolean maps = recipe.masking().strategy().needs() != Needs.NOTHING;
        boolean evaluated =
                recipe.evaluation().everyEpochs() > 0 || recipe.evaluation().atEnd();
        return new MemoryNeed(
                weights * (3 + teacher + workers),
                workers * scratch(recipe, shape),
                weights * (3 + teacher),
                weights * copies(recipe, maps, evaluated),
                FLOAT
                        * MicroBatch.inferenceFloats(shape)
                        * ((maps ? MAP_IMAGES : 0) + (evaluated ? FEATURE_IMAGES : 0)),
                batches(recipe));
    }

    // Weights that stand still are shared instead: at a barrier, and at the end. The untrained network is made while
    // the trained one waits for its turn.
    private static int copies(Recipe recipe, boolean maps, boolean evaluated) {
        int copies = maps && recipe.masking().refresh() == RefreshKind.CONCURRENT ? 1 : 0;
        copies += recipe.evaluation().everyEpochs() > 0 ? 2 : 0; // one at work and one that waits
        copies += evaluated && recipe.evaluation().untrained() ? 1 : 0;
        boolean drawn = recipe.pictures().everyEpochs() > 0 || recipe.pictures().everySteps() > 0;
        return copies + (drawn ? 1 : 0);
    }

    private static long scratch(Recipe recipe, ModelShape shape) {
        MaskSchedule masks = RecipeParts.masks(recipe);
        return Math.max(
                scratch(recipe, shape, masks.strategy(0).counts(shape.patches())),
                scratch(recipe, shape, masks.strategy(masks.epochs() - 1).counts(shape.patches())));
    }

    private static long scratch(Recipe recipe, ModelShape shape, StateCounts counts) {
        int given = recipe.parallel().microBatch();
        int images = given > 0 ? given : MicroBatch.choose(shape, counts);
        return FLOAT * images * MicroBatch.floats(shape, counts);
    }

    // Those that are ready or loading, one in hand, and what the workers gather from it.
    private static long batches(Recipe recipe) {
        long image = CHANNELS * recipe.data().imageHeight() * recipe.data().imageWidth();
        return FLOAT * image * recipe.optimizer().batchSize() * (recipe.data().readyBatches() + 2L);
    }

    /** All tensors, when everything that may happen at once does, but for what is {@code kept}. */
    public long tensors() {
        return state + scratch + copies + besideScratch + batches;
    }

    /** What it says to a person. */
    public String text() {
        return "about " + MemoryPreflight.text(process()) + " of memory with everything at once, of these "
                + MemoryPreflight.text(state) + " for weights, moments and gradients; up to "
                + MemoryPreflight.text(kept) + " more while a checkpoint waits for a slow disk";
    }

    /** The whole process, at its largest, but for what is {@code kept}. */
    public long process() {
        return tensors() + PROCESS;
    }
}
