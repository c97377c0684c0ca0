package org.masque.ops.command;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.masque.config.EffectiveRecipe;
import org.masque.config.Recipe;
import org.masque.config.RecipeLoader;
import org.masque.ops.run.TrainedNetwork;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Which checkpoint a command's network is read from, and the recipe that says how large it is and what images it sees.
 */
final class NetworkOptions {
    @Option(
            names = "--recipe",
            paramLabel = "RECIPE",
            description =
                    "The network's recipe: sizes and images. Needed for a safetensors file, also of an encoder alone,"
                            + " else the run's own.")
    private @Nullable String recipe;

    @Option(
            names = {"--set", "-o"},
            paramLabel = "KEY=VALUE",
            description = "Changes one key of the recipe, for instance data.path; may be repeated.")
    private List<String> overrides = new ArrayList<>();

    @Mixin
    private CheckpointOption checkpoint;

    @MustBeClosed
    TrainedNetwork load(Path from) throws IOException {
        return recipe != null && Files.isRegularFile(from)
                ? TrainedNetwork.load(from, RecipeLoader.load(recipe, overrides))
                : TrainedNetwork.load(from, checkpoint.chosen());
    }

    /** The recipe to use, which is for a network of these sizes. */
    Recipe recipe(TrainedNetwork network) {
        Recipe chosen = choose(network);
        network.requireFits(chosen);
        return chosen;
    }

    /** The recipe of the command line alone, or null where none is given. */
    @Nullable
    Recipe given() {
        return recipe == null ? null : RecipeLoader.load(recipe, overrides);
    }

    private Recipe choose(TrainedNetwork network) {
        if (recipe != null) {
            return RecipeLoader.load(recipe, overrides);
        }
        Recipe own = network.recipeOr(null);
        return overrides.isEmpty()
                ? own
                : RecipeLoader.loadText(EffectiveRecipe.render(own), "the run's recipe", overrides);
    }
}
