package org.masque.ops.run;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.masque.actors.run.RunFolder;
import org.masque.config.EffectiveRecipe;
import org.masque.config.LoadedRecipe;
import org.masque.config.Recipe;

/** The recipe of a run that may go on: what shrinks with the length of a run stays as it was when that began. */
public final class ContinuedRecipe {
    private ContinuedRecipe() {}

    /**
     * Takes what the run in the folder of the recipe began with, where there is one.
     *
     * @param asked by the command line
     * @throws IOException if the recipe of the run cannot be read
     */
    public static LoadedRecipe of(LoadedRecipe asked) throws IOException {
        RunFolder folder =
                RunFolder.of(asked.recipe().run().folder(), asked.recipe().run().name());
        Optional<Recipe> begun = ResumePolicy.begun(folder);
        if (begun.isEmpty()) {
            return asked;
        }
        return asked.goingOnWith(begun.get(), EffectiveRecipe.scaledKeys(Files.readString(folder.effectiveRecipe())));
    }
}
