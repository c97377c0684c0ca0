package org.masque.ops.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.masque.actors.run.RunData;
import org.masque.actors.run.RunEvaluation;
import org.masque.actors.run.UntrainedFigures;
import org.masque.config.Recipe;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.probe.DenseReport;
import org.masque.model.probe.EvaluationReport;
import org.masque.model.probe.SnapshotEvaluation.Stage;
import org.masque.model.vit.Weights;
import org.masque.ops.BuildInfo;
import org.masque.ops.ExitCode;
import org.masque.ops.UsageException;
import org.masque.ops.run.ShownEvaluation;
import org.masque.ops.run.TrainedNetwork;
import org.masque.ops.score.DenseProbing;
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

    @Option(
            names = "--dense",
            description = "Evaluates what single patches tell of the pixels below them instead: a linear classifier on"
                    + " patch tokens, mean IoU over the kinds of pixels.")
    private boolean dense;

    @Option(
            names = "--masks",
            paramLabel = "FILE",
            description = "With --dense: a .zip with images and trimaps as of masks score, half of them to train on"
                    + " (default: the recipe's generated scenes, whose parts are told apart).")
    private @Nullable Path masks;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "0",
            description = "With --dense: at most so many to train on, and to test on (default: all).")
    private int images;

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        requireSensible();
        try (TrainedNetwork network = arguments.load()) {
            Recipe recipe = arguments.recipe(network);
            if (dense) {
                probeDensely(network, recipe);
                return ExitCode.OK.number();
            }
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

    private void requireSensible() {
        BenchArguments.atLeast(0, "--images", images);
        if (!dense && (masks != null || images > 0)) {
            throw new UsageException("--masks and --images go with --dense: add it, or leave them out");
        }
    }

    private void probeDensely(TrainedNetwork network, Recipe recipe) throws IOException {
        try (DenseProbing probing = DenseProbing.open(recipe, masks, images);
                Kernels kernels = KernelsProvider.open("auto");
                Weights untrained = RunEvaluation.untrained(recipe)) {
            Map<String, DenseReport> found = new LinkedHashMap<>();
            found.put("trained", probing.probe("trained network", network.weights(), kernels));
            found.put("untrained", probing.probe("untrained network", untrained, kernels));
            printDense(recipe.evaluation().block(), found);
        }
    }

    private void printDense(int block, Map<String, DenseReport> found) throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("block", block);
            found.forEach((which, report) -> document.put(which, report.toMap()));
            out.println(new ObjectMapper().writeValueAsString(document));
        } else {
            found.forEach((which, report) -> out.printf(
                    Locale.ROOT,
                    "%-10s mean IoU of patches %.3f  [%.3f, %.3f]   (%d classes; %d training, %d test images)%n",
                    which,
                    report.meanIou().mean(),
                    report.meanIou().low(),
                    report.meanIou().high(),
                    report.classes(),
                    report.trainCount(),
                    report.testCount()));
        }
        out.flush();
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
