package org.masque.ops.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.masque.config.LoadedRecipe;
import org.masque.config.RecipeLoader;
import org.masque.ops.run.ContinuedRecipe;
import org.masque.ops.run.ResumePolicy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code masque quickstart}: a whole run on generated images, in a few minutes, without a download. */
@Command(
        name = "quickstart",
        description =
                "Trains AMT on generated scenes in a few minutes and evaluates what it learned; the same as train quickstart.")
public final class QuickstartCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"--set", "-o"},
            paramLabel = "KEY=VALUE",
            description = "Changes one key of the recipe; may be repeated.")
    private List<String> overrides = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        LoadedRecipe toTrain = ContinuedRecipe.of(RecipeLoader.read("quickstart", overrides));
        return TrainCommand.trained(
                        toTrain, ResumePolicy.STRICT, spec.commandLine().getOut())
                .number();
    }
}
