package org.masque.ops.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.masque.actors.run.RunFolder;
import org.masque.config.ConfigException;
import org.masque.config.Difference;
import org.masque.config.EffectiveRecipe;
import org.masque.config.Impact;
import org.masque.config.Problem;
import org.masque.config.Recipe;
import org.masque.config.RecipeLoader;
import org.masque.model.data.DataException;
import org.masque.model.data.ImageSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the recipe of a run that goes on may change since it began. */
public enum ResumePolicy {
    /** Only what leaves the training as it was, or its length. */
    STRICT,
    /** Also data, seed, masking and optimiser: it is another run from here on. */
    ALLOW_CHANGES;

    private static final Logger LOG = LoggerFactory.getLogger(ResumePolicy.class);

    /**
     * Compares the recipe with the one the folder's run began with.
     *
     * @throws ChangedRecipeException if the difference is more than this policy allows
     */
    void check(RunFolder folder, Recipe recipe) throws IOException {
        Optional<Recipe> before = begun(folder);
        if (before.isEmpty()) {
            return;
        }
        List<Difference> differences = EffectiveRecipe.differences(before.get(), recipe);
        requireNewPaths(folder, differences);
        refuse(folder, differences, Impact.SHAPE, "the network would have other sizes; choose another run.name");
        if (this == STRICT) {
            refuse(folder, differences, Impact.TRAJECTORY, "choose another run.name, or give --allow-changes");
        }
        differences.forEach(each -> LOG.warn("changed since the run began: {}", each.text()));
    }

    /** The recipe of the folder's run, if one was begun. */
    static Optional<Recipe> begun(RunFolder folder) throws IOException {
        boolean begun = Files.exists(folder.effectiveRecipe())
                && Files.exists(folder.path().resolve("checkpoints"));
        return begun
                ? Optional.of(RecipeLoader.loadText(
                        Files.readString(folder.effectiveRecipe()),
                        folder.effectiveRecipe().toString()))
                : Optional.empty();
    }

    // Who mistypes a path changes the recipe too, but should hear of the path.
    private static void requireNewPaths(RunFolder folder, List<Difference> differences) {
        for (Difference each : differences) {
            String path = each.pathAfter();
            if (each.impact() != Impact.TRAJECTORY || path.isEmpty() || Files.exists(Path.of(path))) {
                continue;
            }
            String remedy = "correct " + each.key() + "; the run in " + folder.path() + " began with " + each.before();
            if (each.key().startsWith("data.")) {
                throw new DataException(path + " does not exist; " + remedy);
            }
            throw new ConfigException(List.of(Problem.of(each.key(), path + " does not exist", remedy)));
        }
    }

    /**
     * Compares the images with those that the folder's run began with.
     *
     * @param images of training, whose fingerprint is only taken where there is one to compare: that of CIFAR-10 costs
     *     half a second
     * @throws ChangedRecipeException if they are others and this policy does not allow it
     */
    void checkData(RunFolder folder, ImageSource images) throws IOException {
        if (!Files.exists(folder.provenance()) || !Files.exists(folder.path().resolve("checkpoints"))) {
            return;
        }
        String before = new ObjectMapper()
                .readTree(folder.provenance().toFile())
                .at("/data/fingerprint")
                .asText();
        String fingerprint = before.isEmpty() ? before : images.fingerprint();
        if (before.equals(fingerprint)) {
            return;
        }
        if (this == STRICT) {
            throw new ChangedRecipeException("the images are not those that the run in " + folder.path()
                    + " began with (fingerprint " + fingerprint + ", then " + before
                    + "); put those back, choose another run.name, or give --allow-changes");
        }
        LOG.warn("the images are not those that the run began with: their order changes, and maps may be made anew");
    }

    private static void refuse(RunFolder folder, List<Difference> differences, Impact impact, String remedy) {
        String refused = differences.stream()
                .filter(each -> each.impact() == impact)
                .map(each -> "\n  " + each.text())
                .collect(Collectors.joining());
        if (!refused.isEmpty()) {
            throw new ChangedRecipeException(
                    folder.path() + " holds a run of another recipe:" + refused + "\n" + remedy);
        }
    }
}
