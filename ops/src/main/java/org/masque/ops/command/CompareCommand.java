package org.masque.ops.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.masque.ops.ExitCode;
import org.masque.ops.UsageException;
import org.masque.ops.compare.Budget;
import org.masque.ops.compare.Comparison;
import org.masque.ops.compare.ComparisonRequest;
import org.masque.ops.compare.Contender;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code masque compare}: several recipes on an equal budget. */
@Command(
        name = "compare",
        description = "Trains several recipes with several seeds on an equal budget, evaluates all alike, and writes a"
                + " table with a test of the differences (comparison.md), JSON (comparison.json) and curves (PNG).",
        footer = {
            "",
            "The same command again goes on where it was stopped; finished runs are not repeated, and seeds or recipes"
                    + " may be added. Each run is in its own folder OUT/runs/NAME-sSEED.",
            "For instance: masque compare random=amt-cifar10-small amt=amt-cifar10-small --images 1500000 --seeds 0,1"
                    + " --set data.path=cifar-10-binary.tar.gz --set-for random:masking.strategy=random"
        })
public final class CompareCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "[NAME=]RECIPE",
            description = "A recipe file or the name of a built-in recipe, and what to call it. The others are compared"
                    + " with the first.")
    private List<String> recipes;

    @ArgGroup(multiplicity = "1")
    private EqualBudget budget;

    /** One of the two. */
    static final class EqualBudget {
        @Option(
                names = "--images",
                paramLabel = "N",
                description = "Every run sees N images in training, each again in every epoch.")
        private @Nullable Long images;

        @Option(
                names = "--minutes",
                paramLabel = "M",
                description = "Every run trains for about M minutes. How many steps fit is measured before, by 40 steps"
                        + " of each recipe: nothing else should run on the machine.")
        private @Nullable Double minutes;
    }

    @Option(
            names = "--seeds",
            split = ",",
            paramLabel = "N",
            defaultValue = "0,1",
            description = "Seeds of the runs (default: ${DEFAULT-VALUE}).")
    private List<Long> seeds;

    @Option(
            names = {"--set", "-o"},
            paramLabel = "KEY=VALUE",
            description = "Changes one key of all recipes; may be repeated.")
    private List<String> overrides = new ArrayList<>();

    @Option(
            names = "--set-for",
            paramLabel = "NAME:KEY=VALUE",
            description = "Changes one key of one recipe; may be repeated.")
    private List<String> overridesOfOne = new ArrayList<>();

    @Option(
            names = "--points",
            paramLabel = "N",
            defaultValue = "4",
            description = "Points of the accuracy curves; each costs an evaluation of every run"
                    + " (default: ${DEFAULT-VALUE}).")
    private int points;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "comparison",
            description = "The folder for runs and report (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Option(
            names = "--dry-run",
            description = "Print the plan with the time it may take, and train nothing but a few timed steps.")
    private boolean dryRun;

    @Override
    public Integer call() throws IOException {
        Comparison comparison = new Comparison(request(), spec.commandLine().getOut());
        if (dryRun) {
            comparison.describe();
            return ExitCode.OK.number();
        }
        return comparison.run().number();
    }

    private ComparisonRequest request() {
        return new ComparisonRequest(
                Contender.parseAll(recipes, overridesOfOne),
                seeds,
                equalBudget(),
                overrides,
                points,
                out.toAbsolutePath().normalize());
    }

    private Budget equalBudget() {
        if (budget.images != null) {
            if (budget.images < 1) {
                throw new UsageException("--images " + budget.images + ": at least 1");
            }
            return new Budget.Images(budget.images);
        }
        double minutes = budget.minutes == null ? 0 : budget.minutes;
        if (!(minutes > 0)) {
            throw new UsageException("--minutes " + minutes + ": more than 0");
        }
        return new Budget.Minutes(minutes);
    }
}
