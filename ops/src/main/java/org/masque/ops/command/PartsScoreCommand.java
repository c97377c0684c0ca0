package org.masque.ops.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.masque.actors.run.FrozenEncoder;
import org.masque.actors.run.PartScores;
import org.masque.actors.run.RunData;
import org.masque.config.Recipe;
import org.masque.model.kernels.Kernels;
import org.masque.model.parts.PartStore;
import org.masque.ops.ExitCode;
import org.masque.ops.UsageException;
import org.masque.ops.progress.PhaseProgress;
import org.masque.ops.run.AvailableKernels;
import org.masque.ops.run.PartStages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code masque parts score}: compares parts with the true parts of generated scenes. */
@Command(
        name = "score",
        description =
                "Compares a run's parts, and those of providers that need no learning, with the true parts of generated scenes.")
public final class PartsScoreCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RecipeArguments arguments;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "1000",
            description =
                    "How many images, chosen by run.seed and spread over the classes (default: ${DEFAULT-VALUE}).")
    private int images;

    @Override
    public Integer call() throws IOException {
        if (images < 1) {
            throw new UsageException("--images " + images + ": at least 1");
        }
        Recipe recipe = arguments.load();
        try (RunData data = RunData.open(recipe);
                PartStore labels = PartsShowCommand.open(recipe, data);
                FrozenEncoder encoder = PartStages.openEncoder(recipe);
                Kernels kernels = AvailableKernels.open(recipe.parallel().kernels())) {
            PartScores scores = new PartScores(recipe, data, data.some(images));
            try (PhaseProgress progress = PhaseProgress.begin("scoring parts", scores.all(), "images")) {
                String table = scores.table(labels, encoder.weights(), kernels, () -> progress.advance(1));
                spec.commandLine().getOut().print(table);
            }
            spec.commandLine().getOut().flush();
        }
        return ExitCode.OK.number();
    }
}
