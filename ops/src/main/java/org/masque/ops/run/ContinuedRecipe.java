package org.masque.ops.run;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.masque.actors.run.RunFolder;
import org.masque.config.LoadedRecipe;
import org.masque.config.Recipe;

/** Reads a recipe for a run that may go on: what shrinks with the length of a run stays as it was when that began. */
public final class ContinuedRecipe {
    private ContinuedRecipe() {}

    /**
     * Reads the recipe, and compares it with that of the run in its folder, where there is one.
     *
     * @param recipe with these keys changed beside the user's
     * @throws IOException if the recipe of the run cannot be read
     */
    public static LoadedRecipe of(Function<List<String>, LoadedRecipe> recipe) throws IOException {
        LoadedRecipe asked = recipe.apply(List.of());
        RunFolder folder =
                RunFolder.of(asked.recipe().run().folder(), asked.recipe().run().name());
        Optional<Recipe> begun = ResumePolicy.begun(folder);
        if (begun.isEmpty()) {
            return asked;
        }
        LoadedRecipe atFirst =
                recipe.apply(List.of("run.epochs=" + begun.get().run().epochs()));
        return asked.goingOnWith(begun.get(), atFirst);
    }
}
