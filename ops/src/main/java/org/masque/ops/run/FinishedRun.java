package org.masque.ops.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.masque.actors.RunOutcome.End;
import org.masque.actors.run.RecipeParts;
import org.masque.actors.run.RunFolder;
import org.masque.config.EffectiveRecipe;
import org.masque.config.Recipe;
import org.masque.config.RecipeLoader;
import org.masque.model.checkpoint.Checkpoint;
import org.masque.model.checkpoint.CheckpointStore;
import org.masque.ops.BuildInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run that has nothing left to do: all steps of its recipe, and what comes after the last one.
 *
 * @param recipe of the run, as it is asked for now
 * @param folder of the run
 * @param results what {@code results.json} says
 */
record FinishedRun(Recipe recipe, RunFolder folder, JsonNode results) {
    private static final Logger LOG = LoggerFactory.getLogger(FinishedRun.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    // How often on the way matters no more; what is evaluated or drawn at the end does.
    private static final String AT_THE_END = "(evaluation|pictures)\\.(?!every).*|checkpoint\\.keepBest";

    /**
     * Looks in a run's folder, without opening images.
     *
     * @return empty if something is left to do, or if that cannot be told
     */
    static Optional<FinishedRun> find(RunFolder folder, Recipe recipe) {
        try {
            if (!Files.exists(folder.results())) {
                return Optional.empty();
            }
            FinishedRun run = new FinishedRun(recipe, folder, JSON.readTree(Files.readAllBytes(folder.results())));
            return run.endedWhole() && run.hasNoStepLeft() && run.isSaved() ? Optional.of(run) : Optional.empty();
        } catch (IOException unreadable) {
            LOG.debug("cannot tell whether {} is finished", folder.path(), unreadable);
            return Optional.empty();
        }
    }

    private long steps() {
        return results.path("steps").asLong();
    }

    // Other settings of what is done at the end ask for it anew, and so does an evaluation that failed there.
    private boolean endedWhole() throws IOException {
        for (JsonNode leftOut : results.path("evaluationsLeftOut")) {
            if (leftOut.path("step").asLong() == steps()) {
                return false;
            }
        }
        String before = Files.readString(folder.effectiveRecipe());
        return results.path("end").asText().equals(End.FINISHED.name())
                && EffectiveRecipe.differences(
                                RecipeLoader.loadText(
                                        before, folder.effectiveRecipe().toString()),
                                recipe)
                        .stream()
                        .noneMatch(each -> each.key().matches(AT_THE_END));
    }

    private boolean hasNoStepLeft() throws IOException {
        int images = JSON.readTree(Files.readAllBytes(folder.provenance()))
                .at("/data/images")
                .asInt();
        return images >= recipe.optimizer().batchSize() * recipe.optimizer().accumulation()
                && steps() >= RecipeParts.plan(recipe, images, false).totalSteps();
    }

    // A checkpoint that was damaged since means steps to be done again.
    private boolean isSaved() throws IOException {
        Optional<Checkpoint> newest =
                new CheckpointStore(folder.path(), BuildInfo.load().version()).findNewestValid();
        if (newest.isEmpty()) {
            return false;
        }
        try (Checkpoint checkpoint = newest.get()) {
            return checkpoint.manifest().step() == steps();
        }
    }

    /**
     * What it came to, and what to do next, for a person.
     *
     * @param lengthKey the key that makes the run longer
     */
    String text(String lengthKey) {
        StringBuilder text = new StringBuilder("Run " + recipe.run().name() + " is finished: "
                + recipe.run().epochs() + " epochs, " + steps() + " steps"
                + (results.path("loss").isNumber()
                        ? ", loss " + Results.loss(results.path("loss").asDouble())
                        : "")
                + "; results, pictures and checkpoints are in " + folder.path() + "\n");
        JsonNode untrained = results.path("untrained");
        for (int i = 0; i < results.path("evaluation").size(); i++) {
            text.append(Results.line(results.path("evaluation").get(i), untrained.path(i)));
        }
        return text.append("To train longer: ")
                .append(longer(lengthKey))
                .append("\nTo start anew:   --set run.name=")
                .append(freeName())
                .append('\n')
                .toString();
    }

    private String longer(String lengthKey) {
        int limit = recipe.run().steps();
        return limit == steps()
                ? "--set run.steps=" + 2 * limit
                : "--set " + lengthKey + "=" + 2 * recipe.run().epochs();
    }

    private String freeName() {
        int number = 2;
        while (Files.exists(folder.path().resolveSibling(recipe.run().name() + "-" + number))) {
            number++;
        }
        return recipe.run().name() + "-" + number;
    }
}
