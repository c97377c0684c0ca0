package org.masque.ops.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.masque.config.ConfigException;
import org.masque.config.EffectiveRecipe;
import org.masque.config.LoadedRecipe;
import org.masque.config.Recipe;
import org.masque.config.RecipeLoader;
import org.masque.ops.control.RefusedException;
import org.masque.ops.control.RefusedException.Reason;
import org.masque.ops.control.Submission;
import org.masque.ops.files.WholeFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Freezes the recipe of a run when it is submitted, so that later changes of the file change no run. */
final class Recipes {
    private static final Logger LOG = LoggerFactory.getLogger(Recipes.class);

    private final DaemonHome home;

    Recipes(DaemonHome home) {
        this.home = home;
    }

    /**
     * Checks a submission's recipe.
     *
     * @throws RefusedException with all its mistakes
     */
    Recipe check(Submission submission) {
        List<String> settings = new ArrayList<>(submission.settings());
        if (!submission.name().isEmpty()) {
            settings.add("run.name=" + submission.name());
        }
        // Where the daemon looks for it, and where it asks it.
        settings.add("run.folder=\"" + home.runs() + "\"");
        settings.add("http.enabled=true");
        settings.add("http.host=127.0.0.1");
        settings.add("http.port=0");
        try {
            LoadedRecipe read = RecipeLoader.read(submission.recipe(), settings);
            read.remarks().forEach(LOG::info);
            return read.toTrain();
        } catch (ConfigException wrong) {
            throw new RefusedException(Reason.INVALID, String.valueOf(wrong.getMessage()));
        }
    }

    /** Keeps a recipe for the processes of its run. */
    void freeze(Recipe recipe) throws IOException {
        WholeFile.writeDurably(home.recipe(recipe.run().name()), EffectiveRecipe.render(recipe));
    }

    boolean isKept(String run) {
        return Files.exists(home.recipe(run));
    }
}
