package org.masque.ops.compare;

import java.nio.file.Path;
import org.masque.actors.run.RunFolder;
import org.masque.config.OptimizerSettings;
import org.masque.config.Recipe;

/**
 * One run of a comparison.
 *
 * @param contender the name of its recipe in the comparison
 * @param seed of the run
 * @param recipe with everything filled in
 */
record PlannedRun(String contender, long seed, Recipe recipe) {
    /** The name of a contender's run. */
    static String name(String contender, long seed) {
        return contender + "-s" + seed;
    }

    String name() {
        return recipe.run().name();
    }

    RunFolder folder() {
        return RunFolder.of(recipe.run().folder(), name());
    }

    /** Where what it came to is kept; it exists once the run is trained and evaluated. */
    Path evaluation() {
        return folder().path().resolve("evaluation.json");
    }

    long steps() {
        return recipe.run().steps();
    }

    /** Views in a step. */
    long stepImages() {
        OptimizerSettings optimizer = recipe.optimizer();
        return (long) optimizer.batchSize() * optimizer.accumulation();
    }

    long images() {
        return steps() * stepImages();
    }
}
