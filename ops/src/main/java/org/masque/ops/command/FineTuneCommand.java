package org.masque.ops.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
import org.masque.ops.progress.PhaseProgress;
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
                FineTuning pretrained = new RunEvaluation(recipe, data).fineTuning(settings);
                FineTuning scratch = new RunEvaluation(recipe, data).fineTuning(settings.fromScratch());
                long steps = pretrained.steps() + (alone ? 0 : scratch.steps());
                try (PhaseProgress progress = PhaseProgress.begin("fine-tuning", steps, "steps")) {
                    Shown shown = new Shown("pre-trained", pretrained, 0, progress, text());
                    found.put("pretrained", run(shown, network.weights(), kernels));
                    if (!alone) {
                        shown = new Shown("from scratch", scratch, pretrained.steps(), progress, text());
                        found.put("scratch", run(shown, untrained, kernels));
                    }
                }
            }
        }
        if (json) {
            spec.commandLine().getOut().println(new ObjectMapper().writeValueAsString(found));
            spec.commandLine().getOut().flush();
        }
        return ExitCode.OK.number();
    }

    // Beside JSON, progress goes where logs go.
    private PrintWriter text() {
        return json ? spec.commandLine().getErr() : spec.commandLine().getOut();
    }

    private static Map<String, Object> run(Shown shown, Weights start, Kernels kernels) {
        FineTuneReport report = shown.tuning.run(start, kernels, shown);
        PrintWriter out = shown.out;
        out.printf(
                Locale.ROOT,
                "%-12s %5.2f%% +- %.2f   (%d training, %d test images, %.0f s)%n",
                shown.which,
                100 * report.accuracy(),
                100 * report.margin(),
                report.trainCount(),
                report.testCount(),
                report.seconds());
        out.flush();
        return report.toMap();
    }

    // One bar for the steps of both networks, one for the test of each, and a line for each epoch.
    private static final class Shown implements FineTuning.Progress {
        private final String which;
        private final FineTuning tuning;
        private final long before;
        private final PhaseProgress steps;
        private final PrintWriter out;
        private @Nullable PhaseProgress test;

        Shown(String which, FineTuning tuning, long before, PhaseProgress steps, PrintWriter out) {
            this.which = which;
            this.tuning = tuning;
            this.before = before;
            this.steps = steps;
            this.out = out;
        }

        @Override
        public void stepDone(long step, long all) {
            steps.reached(before + step, which);
        }

        @Override
        public void epochDone(int epoch, double loss) {
            int epochs = tuning.settings().epochs();
            out.printf(Locale.ROOT, "%-12s epoch %d/%d  loss %.4f%n", which, epoch, epochs, loss);
            out.flush();
        }

        @Override
        public void tested(int images, int all) {
            if (test == null) {
                test = PhaseProgress.begin("testing " + which, all, "images");
            }
            test.reached(images, "");
            if (images == all) {
                test.close();
            }
        }
    }
}
