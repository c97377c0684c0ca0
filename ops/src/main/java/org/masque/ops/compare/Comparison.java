package org.masque.ops.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.masque.actors.run.RunEvaluation;
import org.masque.config.Difference;
import org.masque.config.EffectiveRecipe;
import org.masque.config.MaskingKind;
import org.masque.config.Recipe;
import org.masque.config.RecipeLoader;
import org.masque.ops.ExitCode;
import org.masque.ops.UsageException;
import org.masque.ops.files.WholeFile;
import org.masque.ops.run.ResumePolicy;
import org.masque.ops.run.RunSession;

/**
 * Carries out a comparison: each run trained and evaluated, then table, JSON and curves.
 *
 * <p>The same comparison again goes on where it was: runs that are done are not repeated, the one in hand resumes. More
 * seeds or recipes may be added; runs that are there already must be the same.
 */
public final class Comparison {
    private static final String TIMINGS = "timings.json";

    private final ComparisonRequest request;
    private final PrintWriter out;

    /**
     * A comparison.
     *
     * @param out for a person
     */
    public Comparison(ComparisonRequest request, PrintWriter out) {
        this.request = request;
        this.out = out;
    }

    /**
     * Trains and evaluates what is missing, then writes the report.
     *
     * @return {@link ExitCode#OK} when all is done, else that of the run that did not end well
     * @throws IOException if a folder cannot be read or written
     */
    public ExitCode run() throws IOException {
        Files.createDirectories(request.folder());
        List<PlannedRun> runs = plan();
        requireSameRuns(runs);
        List<RunFigures> figures = new ArrayList<>();
        TimeLeft left = new TimeLeft(missing(runs));
        for (int each = 0; each < runs.size(); each++) {
            PlannedRun run = runs.get(each);
            boolean done = isDone(run);
            String place = "[" + (each + 1) + "/" + runs.size() + "] ";
            out.println(place + run.name() + (done ? ": done before" : left.text()));
            out.flush();
            long began = System.nanoTime();
            ExitCode code = done ? ExitCode.OK : carryOut(run, place);
            left.passed(run, Duration.ofNanos(System.nanoTime() - began));
            if (code != ExitCode.OK) {
                out.println("The same command goes on with " + run.name() + ".");
                return code;
            }
            figures.add(RunFigures.read(run));
        }
        new Report(request, runs, figures, Clock.systemUTC()).write(out);
        return ExitCode.OK;
    }

    private List<PlannedRun> plan() throws IOException {
        Planner planner = new Planner(request);
        List<PlannedRun> runs = planner.plan(request.budget() instanceof Budget.Minutes ? timings(planner) : Map.of());
        planner.remarks().forEach(out::println);
        return runs;
    }

    // Times each contender once; what was timed before stays, so that the plan stays.
    private Map<String, StepCost> timings(Planner planner) throws IOException {
        Path file = request.folder().resolve(TIMINGS);
        Map<String, StepCost> known = new LinkedHashMap<>();
        if (Files.exists(file)) {
            JsonNode before = new ObjectMapper().readTree(file.toFile());
            before.properties().forEach(each -> known.put(each.getKey(), StepCost.of(each.getValue())));
        }
        Map<String, StepCost> costs = new LinkedHashMap<>();
        StepTiming timing = new StepTiming(request.folder().resolve("timing"), out);
        for (Contender contender : request.contenders()) {
            Recipe recipe = planner.load(contender, List.of());
            // Of the recipe, not of its name, which may stand for another one the next time.
            String key = contender.name() + " " + EffectiveRecipe.hash(recipe);
            if (!known.containsKey(key)) {
                known.put(key, timing.cost(contender.name(), recipe));
                WholeFile.write(file, new ObjectMapper().writeValueAsString(known) + "\n");
            }
            costs.put(contender.name(), known.get(key));
        }
        return costs;
    }

    private void requireSameRuns(List<PlannedRun> runs) throws IOException {
        for (PlannedRun run : runs) {
            Path begun = run.folder().effectiveRecipe();
            if (!Files.exists(begun)) {
                continue;
            }
            Recipe before = RecipeLoader.loadText(Files.readString(begun), begun.toString());
            List<Difference> differences = EffectiveRecipe.differences(before, run.recipe());
            differences = differences.stream()
                    .filter(each -> !each.key().equals("run.folder"))
                    .toList();
            if (!differences.isEmpty()) {
                throw new UsageException(run.folder().path() + " is a run of another recipe or budget ("
                        + differences.get(0).text() + "): use another --out, or remove that folder");
            }
        }
    }

    // Accuracies of images that an older version chose are found anew: they are not those of the other runs.
    private static boolean isDone(PlannedRun run) throws IOException {
        return Files.exists(run.evaluation())
                && RunFigures.read(run).evaluatedOn().equals(RunEvaluation.images(run.recipe()));
    }

    private static List<PlannedRun> missing(List<PlannedRun> runs) throws IOException {
        List<PlannedRun> missing = new ArrayList<>();
        for (PlannedRun run : runs) {
            if (!isDone(run)) {
                missing.add(run);
            }
        }
        return missing;
    }

    private ExitCode carryOut(PlannedRun run, String place) throws IOException {
        boolean trained = Files.exists(run.evaluation());
        ExitCode code = trained ? ExitCode.OK : new RunSession(run.recipe(), ResumePolicy.STRICT, out).run();
        if (code == ExitCode.OK) {
            out.println("evaluating " + run.name());
            WholeFile.write(
                    run.evaluation(), new RunEvaluator(run, place).evaluate().json());
        }
        return code;
    }

    /**
     * Says what would be done, with the time it may take: a few steps of each contender are timed for that.
     *
     * @throws IOException if a folder cannot be read or written
     */
    public void describe() throws IOException {
        Files.createDirectories(request.folder());
        Planner planner = new Planner(request);
        Map<String, StepCost> costs = timings(planner);
        List<PlannedRun> runs = planner.plan(costs);
        planner.remarks().forEach(out::println);
        out.printf("%-32s %10s %8s %12s %12s%n", "run", "epochs", "steps", "images", "minutes");
        double all = 0;
        for (PlannedRun run : runs) {
            boolean done = isDone(run);
            double minutes = planner.seconds(run, costs) / 60;
            all += done ? 0 : minutes;
            out.printf(
                    Locale.ROOT,
                    "%-32s %10d %8d %12d %12s%n",
                    run.name(),
                    run.recipe().run().epochs(),
                    run.steps(),
                    run.images(),
                    done ? "done" : String.format(Locale.ROOT, "%.1f", minutes));
        }
        out.printf(
                Locale.ROOT,
                "About %.0f minutes of training are left, and the evaluations. Everything goes to %s%n",
                all,
                request.folder());
        if (runs.stream().anyMatch(run -> run.recipe().masking().strategy().needs() == MaskingKind.Needs.LABELS)) {
            out.println("The stages before masks by parts, an encoder and its parts, come on top of that.");
        }
        out.flush();
    }
}
