package org.masque.ops.command;

import java.util.ArrayList;
import java.util.List;
import org.masque.config.LoadedRecipe;
import org.masque.config.Recipe;
import org.masque.config.RecipeLoader;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The recipe of a command, and what is changed of it. */
final class RecipeArguments {
    @Parameters(index = "0", paramLabel = "RECIPE", description = "A recipe file, or the name of a built-in recipe.")
    private String recipe = "";

    @Option(
            names = {"--set", "-o"},
            paramLabel = "KEY=VALUE",
            description = "Changes one key of the recipe, for instance data.path=images.zip; may be repeated.")
    private List<String> overrides = new ArrayList<>();

    Recipe load() {
        return read().toTrain();
    }

    /** With these keys changed too, which win. */
    Recipe load(List<String> more) {
        List<String> all = new ArrayList<>(overrides);
        all.addAll(more);
        return RecipeLoader.load(recipe, all);
    }

    /** With what else the changes changed. */
    LoadedRecipe read() {
        return RecipeLoader.read(recipe, overrides);
    }
}
