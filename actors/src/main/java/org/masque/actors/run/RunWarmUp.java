package org.masque.actors.run;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.masque.config.Recipe;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.objective.KernelWarmUp;
import org.masque.model.tensor.TensorLedger;
import org.masque.model.vit.ModelShape;

/** Says what a run's kernels are warmed up for. */
public final class RunWarmUp {
    private RunWarmUp() {}

    /**
     * Begins to warm up while the run is opened; the caller closes it.
     *
     * @return null if there is no core for it, or if native memory has a limit, all of which is the run's
     */
    public static @Nullable KernelWarmUp begin(Recipe recipe) {
        if (Runtime.getRuntime().availableProcessors() == 1 || TensorLedger.limit() > 0) {
            return null;
        }
        ModelShape shape = RecipeParts.shape(recipe);
        String kernels = recipe.parallel().kernels().name().toLowerCase(Locale.ROOT);
        return KernelWarmUp.begin(new KernelWarmUp.Work(
                shape,
                RecipeParts.masks(recipe).strategy(0).counts(shape.patches()),
                RecipeParts.target(recipe),
                () -> KernelsProvider.open(kernels)));
    }
}
