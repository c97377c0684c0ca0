package org.masque.ops.compare;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.masque.config.EffectiveRecipe;
import org.masque.config.MaskingKind;
import org.masque.config.Recipe;
import org.masque.config.RecipeLoader;
import org.masque.config.RefreshKind;
import org.masque.ops.ExitCode;
import org.masque.ops.run.ResumePolicy;
import org.masque.ops.run.RunSession;

/**
 * Measures how long a step of a recipe takes, by a short run of it.
 *
 * <p>The first steps compile and fill caches, so they do not count. Masks are the recipe's own from the first epoch on,
 * since most of a run uses them. Where training waits for maps, that is timed apart: a run waits once in many steps,
 * and these few may see one refresh or none.
 */
final class StepTiming {
    private static final int WARM_UP = 10;
    private static final int TIMED = 30;

    private final Path folder;
    private final PrintWriter out;

    /** Runs go into a folder of their own, below the given one. */
    StepTiming(Path folder, PrintWriter out) {
        this.folder = folder;
        this.out = out;
    }

    /**
     * Times a recipe.
     *
     * @return the mean of the timed steps, and of the refreshes of maps that training waited for
     * @throws IOException if the run's folder cannot be written or the run did not reach its end
     */
    StepCost cost(String contender, Recipe recipe) throws IOException {
        // Masks by parts cost a step what random ones do, and need an encoder and its parts first, which takes hours.
        boolean byParts = recipe.masking().strategy().needs() == MaskingKind.Needs.LABELS;
        Recipe shortened = RecipeLoader.loadText(
                EffectiveRecipe.render(recipe),
                contender,
                List.of(
                        "masking.strategy="
                                + (byParts
                                                ? MaskingKind.RANDOM
                                                : recipe.masking().strategy())
                                        .name()
                                        .toLowerCase(Locale.ROOT),
                        "run.name=" + contender + "-" + Long.toString(System.nanoTime(), Character.MAX_RADIX),
                        "run.folder=" + folder,
                        "run.steps=" + (WARM_UP + TIMED),
                        "run.epochs=1000000",
                        "masking.startEpoch=0",
                        "checkpoint.everyEpochs=0",
                        "evaluation.atEnd=false",
                        "evaluation.everyEpochs=0"));
        out.println("timing " + contender);
        ExitCode code = new RunSession(shortened, ResumePolicy.STRICT, out).run();
        if (code != ExitCode.OK) {
            throw new IOException("the run that times " + contender + " ended with " + code.number());
        }
        RunCurve curve =
                RunCurve.read(new PlannedRun(contender, 0, shortened).folder().path());
        List<RunCurve.Step> steps = curve.steps();
        double timed =
                steps.get(steps.size() - 1).seconds() - steps.get(WARM_UP - 1).seconds();
        boolean waits = shortened.masking().refresh() == RefreshKind.BARRIER;
        double within = waits ? curve.refreshSeconds(WARM_UP) : 0;
        return new StepCost((timed - within) / TIMED, waits ? curve.meanRefresh() : 0);
    }
}
