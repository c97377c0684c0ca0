package org.masque.ops.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.masque.actors.run.RunData;
import org.masque.actors.run.RunEvaluation;
import org.masque.config.Recipe;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.probe.EvaluationReport;
import org.masque.model.vit.Weights;
import org.masque.ops.ExitCode;
import org.masque.ops.run.TrainedNetwork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code masque probe}: how good a network's features are. */
@Command(
        name = "probe",
        description =
                "Evaluates the features of a network by nearest neighbours and a linear classifier, beside the untrained network.")
public final class ProbeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private NetworkArguments arguments;

    @Override
    public Integer call() throws IOException {
        try (TrainedNetwork network = arguments.load()) {
            Recipe recipe = arguments.recipe(network);
            try (RunData data = RunData.open(recipe);
                    Kernels kernels = KernelsProvider.open("auto");
                    Weights untrained = RunEvaluation.untrained(recipe)) {
                RunEvaluation evaluation = new RunEvaluation(recipe, data);
                print("trained", evaluation.evaluate(network.weights(), kernels));
                print("untrained", evaluation.evaluate(untrained, kernels));
            }
        }
        return ExitCode.OK.number();
    }

    private void print(String which, List<EvaluationReport> reports) {
        PrintWriter out = spec.commandLine().getOut();
        for (EvaluationReport report : reports) {
            out.printf(
                    Locale.ROOT,
                    "%-10s %-12s k-NN %5.2f%%   linear %5.2f%%   (%d training, %d test images)%n",
                    which,
                    report.kind().name().toLowerCase(Locale.ROOT),
                    100 * report.knnAccuracy(),
                    100 * report.linearAccuracy(),
                    report.trainCount(),
                    report.testCount());
        }
        out.flush();
    }
}
