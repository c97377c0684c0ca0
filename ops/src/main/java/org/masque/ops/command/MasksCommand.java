package org.masque.ops.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.masque.actors.WeightsSnapshot;
import org.masque.actors.run.NetworkSheet;
import org.masque.actors.run.RunData;
import org.masque.actors.run.RunFolder;
import org.masque.config.Recipe;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.ops.ExitCode;
import org.masque.ops.UsageException;
import org.masque.ops.progress.PhaseProgress;
import org.masque.ops.run.TrainedNetwork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code masque masks}: draws what a network attends to, what would be masked, and what it predicts. */
@Command(
        name = "masks",
        description = "Draws a sheet of images with maps, patch states and reconstructions (PNG).",
        subcommands = MasksScoreCommand.class)
public final class MasksCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    // Not required by the parser, which would ask for it before the sub-command too.
    @Parameters(index = "0", arity = "0..1", paramLabel = "FROM", description = NetworkArguments.FROM)
    private @Nullable Path from;

    @Mixin
    private NetworkOptions options;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "The folder for the sheet (default: the current one).")
    private Path out;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "8",
            description =
                    "How many images, chosen by run.seed and spread over the classes (default: ${DEFAULT-VALUE}).")
    private int images;

    @Override
    public Integer call() throws IOException {
        if (from == null) {
            throw new ParameterException(spec.commandLine(), "Missing required parameter: 'FROM'");
        }
        if (images < 1) {
            throw new UsageException("--images " + images + ": at least 1");
        }
        try (TrainedNetwork network = options.load(from)) {
            network.requireDecoder();
            Recipe recipe = options.recipe(network);
            try (PhaseProgress progress = PhaseProgress.begin("drawing", images, "images");
                    RunData data = RunData.open(recipe);
                    Kernels kernels = KernelsProvider.open("auto")) {
                // As in the last epoch: with the strategy that the run ends with.
                WeightsSnapshot snapshot = new WeightsSnapshot(
                        network.weights(), network.updates(), recipe.run().epochs() - 1);
                Path file = new NetworkSheet(recipe, data, images)
                        .draw(snapshot, RunFolder.withParts(network.origin()), out, kernels);
                progress.reached(images, "");
                spec.commandLine().getOut().println("wrote " + file);
            }
        }
        return ExitCode.OK.number();
    }
}
