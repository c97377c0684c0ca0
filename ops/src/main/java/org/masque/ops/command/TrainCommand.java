package org.masque.ops.command;

import java.io.IOException;
import java.util.concurrent.Callable;
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
                    + " wrong recipe, and where a restart is worth while with 75, with 3 for a full heap, or with 255 for a fatal error."
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

    @Override
    public Integer call() throws IOException {
        ResumePolicy policy = allowChanges ? ResumePolicy.ALLOW_CHANGES : ResumePolicy.STRICT;
        return new RunSession(recipe.load(), policy, spec.commandLine().getOut())
                .run()
                .number();
    }
}
