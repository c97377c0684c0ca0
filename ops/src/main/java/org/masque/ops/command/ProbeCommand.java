package org.masque.ops.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import org.masque.actors.run.RunData;
import org.masque.actors.run.RunEvaluation;
import org.masque.actors.run.UntrainedFigures;
import org.masque.config.Recipe;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.probe.EvaluationReport;
import org.masque.model.probe.SnapshotEvaluation.Stage;
import org.masque.ops.BuildInfo;
import org.masque.ops.ExitCode;
import org.masque.ops.run.ShownEvaluation;
import org.masque.ops.run.TrainedNetwork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code masque probe}: how good a network's features are. */
@Command(
        name = "probe",
        description =
                "Evaluates the features of a network by nearest neighbours and a linear classifier, beside the untrained network.")
public final class ProbeCommand implements Callable<Integer> {
    private static final List<String> NETWORKS = List.of("trained", "untrained");

    @Spec
    private CommandSpec spec;

    @Mixin
    private NetworkArguments arguments;

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        try (TrainedNetwork network = arguments.load()) {
            Recipe recipe = arguments.recipe(network);
            try (RunData data = RunData.open(recipe);
                    Kernels kernels = KernelsProvider.open("auto")) {
                RunEvaluation evaluation = new RunEvaluation(recipe, data);
                UntrainedFigures untrained = new UntrainedFigures(
                        evaluation,
                        network.origin().toAbsolutePath().resolveSibling(""),
                        BuildInfo.load().version());
                print(
                        recipe.evaluation().block(),
                        Map.of(
                                "trained",
                                shown("trained network", each -> evaluation.evaluate(network.weights(), kernels, each)),
                                "untrained",
                                shown("untrained network", each -> untrained.reports(kernels, each))));
            }
        }
        return ExitCode.OK.number();
    }

    private static List<EvaluationReport> shown(
            String network, Function<Consumer<Stage>, List<EvaluationReport>> evaluation) {
        try (ShownEvaluation progress = new ShownEvaluation(network)) {
            return evaluation.apply(progress);
        }
    }

    private void print(int block, Map<String, List<EvaluationReport>> found) throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("block", block);
            NETWORKS.forEach(which -> document.put(which, maps(found, which)));
            out.println(new ObjectMapper().writeValueAsString(document));
        } else {
            NETWORKS.forEach(which -> lines(which, found, out));
        }
        out.flush();
    }

    private static List<Map<String, Object>> maps(Map<String, List<EvaluationReport>> found, String which) {
        return found.getOrDefault(which, List.of()).stream()
                .map(EvaluationReport::toMap)
                .toList();
    }

    private static void lines(String which, Map<String, List<EvaluationReport>> found, PrintWriter out) {
        for (EvaluationReport report : found.getOrDefault(which, List.of())) {
            out.printf(
                    Locale.ROOT,
                    "%-10s %-12s k-NN %5.2f%%   linear %5.2f%%   (%d training, %d test images; k %d, T %s; %d epochs)%n",
                    which,
                    report.kind().name().toLowerCase(Locale.ROOT),
                    100 * report.knnAccuracy(),
                    100 * report.linearAccuracy(),
                    report.trainCount(),
                    report.testCount(),
                    report.evaluation().neighbours().k(),
                    report.evaluation().neighbours().temperature(),
                    report.evaluation().probe().epochs());
        }
    }
}
