package org.masque.ops.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.masque.actors.run.RunData;
import org.masque.actors.run.RunEvaluation;
import org.masque.config.Recipe;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.probe.FineTuneReport;
import org.masque.model.probe.FineTuneSettings;
import org.masque.model.probe.FineTuning;
import org.masque.model.vit.Weights;
import org.masque.ops.ExitCode;
import org.masque.ops.run.TrainedNetwork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code masque finetune}: how well a whole network learns classes after pre-training. */
@Command(
        name = "finetune",
        description =
                "Trains the whole encoder with a linear classifier on the labels of the training images, and says how many test"
                        + " images it classifies rightly, beside the same network from scratch.",
        footer = {
            "",
            "Views are cropped and flipped as in pre-training; evaluation.trainLimit and evaluation.testLimit of the recipe"
                    + " (--set) say how many images are used. The network from scratch has the same budget and settings, but one"
                    + " learning rate for all layers. Nothing is written. It works on one thread."
        })
public final class FineTuneCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private NetworkArguments arguments;

    @Mixin
    private FineTuneOptions options;

    @Option(names = "--no-scratch", description = "Leave the network from scratch out.")
    private boolean alone;

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        options.requireSensible();
        Map<String, Object> found = new LinkedHashMap<>();
        try (TrainedNetwork network = arguments.load()) {
            Recipe recipe = arguments.recipe(network);
            FineTuneSettings settings = options.settings(recipe.run().seed());
            found.put("settings", settings);
            try (RunData data = RunData.open(recipe);
                    Kernels kernels = KernelsProvider.open("auto");
                    Weights untrained = RunEvaluation.untrained(recipe)) {
                RunEvaluation evaluation = new RunEvaluation(recipe, data);
                found.put(
                        "pretrained", run("pre-trained", evaluation.fineTuning(settings), network.weights(), kernels));
                if (!alone) {
                    FineTuning scratch = evaluation.fineTuning(settings.fromScratch());
                    found.put("scratch", run("from scratch", scratch, untrained, kernels));
                }
            }
        }
        if (json) {
            spec.commandLine().getOut().println(new ObjectMapper().writeValueAsString(found));
            spec.commandLine().getOut().flush();
        }
        return ExitCode.OK.number();
    }

    private Map<String, Object> run(String which, FineTuning tuning, Weights start, Kernels kernels) {
        // Beside JSON, progress goes where logs go.
        PrintWriter out =
                json ? spec.commandLine().getErr() : spec.commandLine().getOut();
        int epochs = tuning.settings().epochs();
        FineTuneReport report = tuning.run(start, kernels, (epoch, loss) -> {
            out.printf(Locale.ROOT, "%-12s epoch %d/%d  loss %.4f%n", which, epoch, epochs, loss);
            out.flush();
        });
        out.printf(
                Locale.ROOT,
                "%-12s %5.2f%% +- %.2f   (%d training, %d test images, %.0f s)%n",
                which,
                100 * report.accuracy(),
                100 * report.margin(),
                report.trainCount(),
                report.testCount(),
                report.seconds());
        out.flush();
        return report.toMap();
    }
}
