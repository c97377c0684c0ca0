package org.masque.ops.compare;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.masque.actors.run.RunData;
import org.masque.config.EffectiveRecipe;
import org.masque.config.LoadedRecipe;
import org.masque.config.MaskingKind;
import org.masque.config.Recipe;
import org.masque.config.RecipeLoader;
import org.masque.ops.UsageException;

/** Makes the recipes of all runs: the contender's own, with the budget, the seed, and the same evaluation for all. */
final class Planner {
    private final ComparisonRequest request;
    private final Map<String, Integer> imagesOfData = new HashMap<>();
    private final Set<String> remarks = new LinkedHashSet<>();

    Planner(ComparisonRequest request) {
        this.request = request;
    }

    /**
     * Plans all runs, seed by seed, so that a comparison that is broken off has met every recipe.
     *
     * @param costs what training each contender costs; needed for a budget of time only
     * @throws org.masque.config.ConfigException if a recipe is wrong
     * @throws org.masque.model.data.DataException if images cannot be used
     */
    List<PlannedRun> plan(Map<String, StepCost> costs) {
        List<String> evaluation = evaluation();
        List<PlannedRun> runs = new ArrayList<>();
        for (long seed : request.seeds()) {
            for (Contender contender : request.contenders()) {
                runs.add(plan(contender, seed, evaluation, costs));
            }
        }
        return runs;
    }

    // The first contender's keys of the section evaluation, for all.
    private List<String> evaluation() {
        Recipe first = load(request.contenders().get(0), List.of());
        return EffectiveRecipe.render(first)
                .lines()
                .filter(line -> line.startsWith("evaluation."))
                .map(line -> line.replaceFirst(" = ", "="))
                .toList();
    }

    private PlannedRun plan(Contender contender, long seed, List<String> evaluation, Map<String, StepCost> costs) {
        Recipe own = load(contender, List.of());
        long perEpoch = stepsPerEpoch(contender.name(), own);
        long steps = steps(contender, own, perEpoch, costs);
        long epochs = epochs(steps, perEpoch);
        long every = Math.max(1, (epochs + request.points() - 1) / request.points());
        List<String> decided = new ArrayList<>(evaluation);
        decided.addAll(List.of(
                "run.name=" + PlannedRun.name(contender.name(), seed),
                "run.folder=" + request.runs(),
                "run.seed=" + seed,
                "run.epochs=" + epochs,
                "run.steps=" + steps,
                "evaluation.everyEpochs=0",
                "evaluation.atEnd=false",
                "evaluation.untrained=false",
                "checkpoint.everyEpochs=" + every,
                "checkpoint.keepEveryEpochs=" + every));
        LoadedRecipe loaded = read(contender, decided);
        Recipe recipe = loaded.recipe();
        requireThatMasksBegin(contender, recipe);
        loaded.remarks().forEach(remark -> remarks.add(contender.name() + ": " + remark));
        return new PlannedRun(contender.name(), seed, recipe);
    }

    /**
     * A contender's recipe: its own, then what the comparison prefers, then the command line's, then what it decides.
     */
    Recipe load(Contender contender, List<String> decided) {
        return read(contender, decided).recipe();
    }

    private LoadedRecipe read(Contender contender, List<String> decided) {
        List<String> overrides = new ArrayList<>(List.of("http.enabled=false", "pictures.everyEpochs=0"));
        overrides.addAll(request.overrides());
        overrides.addAll(contender.overrides());
        overrides.addAll(decided);
        return RecipeLoader.read(contender.recipe(), overrides);
    }

    private long steps(Contender contender, Recipe own, long perEpoch, Map<String, StepCost> costs) {
        if (request.budget() instanceof Budget.Images images) {
            long stepImages = new PlannedRun(contender.name(), 0, own).stepImages();
            if (images.count() < stepImages) {
                throw new UsageException("--images " + images.count() + ": a step of " + contender.name()
                        + " alone takes " + stepImages);
            }
            return images.count() / stepImages;
        }
        double seconds = 60 * ((Budget.Minutes) request.budget()).count();
        StepCost cost = cost(contender.name(), costs);
        // A shorter run makes maps more often, which costs it steps.
        long steps = cost.steps(own, seconds, perEpoch);
        Recipe shortened = load(contender, List.of("run.epochs=" + epochs(steps, perEpoch)));
        return cost.steps(shortened, seconds, perEpoch);
    }

    private static long epochs(long steps, long perEpoch) {
        return (steps + perEpoch - 1) / perEpoch;
    }

    /** What became of the contenders' schedules, which shrink with the budget: a line for each key. */
    Set<String> remarks() {
        return remarks;
    }

    private static StepCost cost(String contender, Map<String, StepCost> costs) {
        StepCost cost = costs.get(contender);
        if (cost == null) {
            throw new IllegalStateException("no step of " + contender + " was timed");
        }
        return cost;
    }

    /** How long a run may take, its refreshes at barriers included. */
    double seconds(PlannedRun run, Map<String, StepCost> costs) {
        long perEpoch = stepsPerEpoch(run.contender(), run.recipe());
        return cost(run.contender(), costs).seconds(run.recipe(), run.steps(), perEpoch);
    }

    private long stepsPerEpoch(String contender, Recipe recipe) {
        long stepImages = new PlannedRun("", 0, recipe).stepImages();
        long perEpoch = images(contender, recipe) / stepImages;
        if (perEpoch < 1) {
            throw new UsageException(contender + ": " + images(contender, recipe) + " images do not fill a step of "
                    + stepImages + ": lower optimizer.batchSize, or add images");
        }
        return perEpoch;
    }

    // Opening an archive takes seconds, and most contenders share one.
    private int images(String contender, Recipe recipe) {
        return imagesOfData.computeIfAbsent(recipe.data().toString(), missing -> {
            try (RunData data = RunData.open(recipe)) {
                if (!data.canEvaluate()) {
                    throw new UsageException(
                            contender + ": its images have no labelled test part to evaluate on; set data.testPath");
                }
                return data.train().size();
            }
        });
    }

    private static void requireThatMasksBegin(Contender contender, Recipe recipe) {
        boolean attends = recipe.masking().strategy().needs() == MaskingKind.Needs.MAP;
        int start = recipe.masking().startEpoch();
        if (attends && start >= recipe.run().epochs()) {
            throw new UsageException(contender.name() + ": masking.startEpoch = " + start + ", but this budget is "
                    + recipe.run().epochs() + " epochs, so its own masks would never be used; lower it by --set-for "
                    + contender.name() + ":masking.startEpoch=...");
        }
    }
}
