package org.masque.ops.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.masque.config.LoadedRecipe;
import org.masque.ops.ExitCode;
import org.masque.ops.run.ContinuedRecipe;
import org.masque.ops.run.DryRun;
import org.masque.ops.run.NextCommands;
import org.masque.ops.run.ResumePolicy;
import org.masque.ops.run.RunSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code masque train}: runs a recipe, or goes on with a run that was stopped. */
@Command(
        name = "train",
        description = "Trains by a recipe. The same command again goes on where the run was stopped.",
        footer = {
            "",
            "Ends with 0 when done, 143 when stopped by SIGTERM or Ctrl-C with everything saved, 64 for a wrong command line, a port that"
                    + " is taken or a run that another process holds, 65 for bad data, 73 or 74 for a disk that cannot be written, 78 for a"
                    + " wrong recipe; and where a new start goes on with the run, 75, 3 for a full heap, or 255 for a fatal error.",
            "With --dry-run it ends with 0 if the run could begin, and else as the run would."
        })
public final class TrainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RecipeArguments recipe;

    @Option(
            names = "--allow-changes",
            description = "Goes on although data, seed, masking or optimiser of the recipe have changed.")
    private boolean allowChanges;

    @Option(
            names = "--dry-run",
            description = "Does what comes before the first update, says what the run would do, and writes nothing.")
    private boolean dryRun;

    @Override
    public Integer call() throws IOException {
        ResumePolicy policy = allowChanges ? ResumePolicy.ALLOW_CHANGES : ResumePolicy.STRICT;
        LoadedRecipe toTrain = ContinuedRecipe.of(recipe.read());
        PrintWriter out = spec.commandLine().getOut();
        if (dryRun) {
            toTrain.remarks().forEach(out::println);
            new DryRun(toTrain.toTrain(), policy, out).run();
            return ExitCode.OK.number();
        }
        return trained(toTrain, policy, out).number();
    }

    /** Trains, and says what to do next if that came to its end. */
    static ExitCode trained(LoadedRecipe toTrain, ResumePolicy policy, PrintWriter out) throws IOException {
        ExitCode end = new RunSession(toTrain, policy, out).run();
        if (end == ExitCode.OK) {
            out.print(NextCommands.after(toTrain.toTrain()));
            out.flush();
        }
        return end;
    }
}
