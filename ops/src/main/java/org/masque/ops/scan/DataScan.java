package org.masque.ops.scan;

import java.time.Duration;
import java.util.Optional;
import org.masque.actors.run.RecipeParts;
import org.masque.actors.run.RunData;
import org.masque.config.DataSettings;
import org.masque.config.Recipe;
import org.masque.model.data.Augmentation;
import org.masque.model.data.DataException;
import org.masque.model.data.ImageSource;
import org.masque.model.data.ScannedSet;
import org.masque.model.data.SetScan;
import org.masque.ops.progress.PhaseProgress;

/**
 * Every image that a run of a recipe may read, read once.
 *
 * @param data of the recipe
 * @param train the images to train on
 * @param test those to evaluate on; empty where there are none
 * @param testIsRead whether the run itself evaluates
 * @param allowed how many bad images the run lives with
 * @param effort what it cost
 * @param refusal why a run cannot train on so many images
 */
public record DataScan(
        DataSettings data,
        ScannedSet train,
        Optional<ScannedSet> test,
        boolean testIsRead,
        long allowed,
        Effort effort,
        Optional<DataException> refusal) {
    /**
     * What a scan cost.
     *
     * @param threads that read
     * @param took from the first image to the last
     */
    public record Effort(int threads, Duration took) {}

    /**
     * Opens the data of a recipe as a run does, and reads all of them.
     *
     * @param threads at least 1
     * @throws DataException if they cannot be opened
     */
    public static DataScan of(Recipe recipe, int threads) {
        try (RunData data = RunData.open(recipe)) {
            Augmentation view = RecipeParts.augmentation(recipe.data());
            Optional<ImageSource> tested = data.tested(recipe.evaluation());
            long began = System.nanoTime();
            ScannedSet train = scan("training set", data.train(), view, threads);
            Optional<ScannedSet> test = tested.map(source -> scan("test set", source, view, threads));
            Effort effort = new Effort(threads, Duration.ofNanos(System.nanoTime() - began));
            return new DataScan(
                    recipe.data(),
                    train,
                    test,
                    evaluates(recipe),
                    data.budget().allowed(),
                    effort,
                    refusal(recipe, data));
        }
    }

    private static ScannedSet scan(String set, ImageSource source, Augmentation view, int threads) {
        try (PhaseProgress progress = PhaseProgress.begin(set, source.size(), "images")) {
            return SetScan.of(source, view, threads, (images, bad) -> progress.reached(images, bad + " bad"));
        }
    }

    private static Optional<DataException> refusal(Recipe recipe, RunData data) {
        try {
            RecipeParts.plan(recipe, data.train().size(), data.canEvaluate());
            return Optional.empty();
        } catch (DataException refusal) {
            return Optional.of(refusal);
        }
    }

    private static boolean evaluates(Recipe recipe) {
        return recipe.evaluation().everyEpochs() > 0 || recipe.evaluation().atEnd();
    }

    /** How many bad images the run would meet. */
    public int met() {
        return train.bad().size()
                + (testIsRead ? test.map(set -> set.bad().size()).orElse(0) : 0);
    }

    /** All images that were read. */
    public int images() {
        return train.images() + test.map(ScannedSet::images).orElse(0);
    }

    /** Whether a run that reads all of them gets to its end and is evaluated, as far as the images are concerned. */
    public boolean isUsable() {
        return met() <= allowed && train.usable() > 0;
    }
}
