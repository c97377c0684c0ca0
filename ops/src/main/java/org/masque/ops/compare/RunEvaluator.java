package org.masque.ops.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.masque.actors.run.RunData;
import org.masque.actors.run.RunEvaluation;
import org.masque.config.EffectiveRecipe;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.vit.Weights;
import org.masque.ops.BuildInfo;
import org.masque.ops.run.ShownEvaluation;
import org.masque.ops.run.TrainedNetwork;

/** Evaluates a finished run: the network as it began, and each checkpoint that was kept for the curve. */
final class RunEvaluator {
    private static final String STEP = "step-";
    private static final int CURVE = 200;

    private final PlannedRun run;
    private final String place;

    /**
     * Of one run.
     *
     * @param place of the run in the comparison, for a person
     */
    RunEvaluator(PlannedRun run, String place) {
        this.run = run;
        this.place = place;
    }

    /**
     * Evaluates.
     *
     * @throws IOException if a checkpoint or the log cannot be read
     */
    RunFigures evaluate() throws IOException {
        RunCurve curve = RunCurve.read(run.folder().path());
        try (RunData data = RunData.open(run.recipe());
                Kernels kernels = KernelsProvider.open("auto");
                Weights untrained =
                        RunEvaluation.atStart(run.recipe(), BuildInfo.load().version())) {
            RunEvaluation evaluation = new RunEvaluation(run.recipe(), data);
            Map<String, Double> before = accuracies(evaluation, untrained, kernels, "as it began");
            List<RunFigures.Point> points = new ArrayList<>();
            for (long step : kept(stepsOfStretch(data))) {
                try (TrainedNetwork network = TrainedNetwork.load(checkpoint(step))) {
                    points.add(new RunFigures.Point(
                            step,
                            step * run.stepImages(),
                            curve.secondsAt(step),
                            curve.lossAt(step),
                            accuracies(evaluation, network.weights(), kernels, "step " + step + "/" + run.steps())));
                }
            }
            return new RunFigures(
                    run.contender(),
                    run.seed(),
                    EffectiveRecipe.hash(run.recipe()),
                    RunEvaluation.images(run.recipe()),
                    before,
                    points,
                    losses(curve),
                    StageCost.of(run));
        }
    }

    private Map<String, Double> accuracies(RunEvaluation evaluation, Weights weights, Kernels kernels, String which) {
        try (ShownEvaluation progress = new ShownEvaluation(place + run.name() + " " + which)) {
            return Measure.accuracies(evaluation.evaluate(weights, kernels, progress));
        }
    }

    // Those at multiples of checkpoint.keepEveryEpochs, and the last; others are there for a resume.
    private List<Long> kept(long stretch) throws IOException {
        List<Long> steps = new ArrayList<>();
        try (Stream<Path> folders = Files.list(checkpoints())) {
            folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> name.matches(STEP + "\\d+"))
                    .map(name -> Long.parseLong(name.substring(STEP.length())))
                    .filter(step -> step == run.steps() || step % stretch == 0)
                    .sorted()
                    .forEach(steps::add);
        }
        if (steps.isEmpty() || steps.get(steps.size() - 1) != run.steps()) {
            throw new IOException(checkpoints() + " has no checkpoint of step " + run.steps()
                    + ", the last of the run: start the comparison again, the run goes on");
        }
        return steps;
    }

    private long stepsOfStretch(RunData data) {
        return data.train().size()
                / run.stepImages()
                * run.recipe().checkpoint().keepEveryEpochs();
    }

    private Path checkpoints() {
        return run.folder().path().resolve("checkpoints");
    }

    private Path checkpoint(long step) throws IOException {
        try (Stream<Path> folders = Files.list(checkpoints())) {
            return folders.filter(folder -> folder.getFileName().toString().matches(STEP + "0*" + step))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private List<RunFigures.Loss> losses(RunCurve curve) {
        return curve.smoothed(CURVE).stream()
                .map(step -> new RunFigures.Loss(step.number() * run.stepImages(), step.seconds(), step.loss()))
                .toList();
    }
}
