package org.masque.ops.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.masque.actors.RunOutcome;
import org.masque.actors.SideWork.Kind;
import org.masque.actors.StepReport;
import org.masque.actors.TrainingObserver;
import org.masque.config.Recipe;
import org.masque.model.probe.EvaluationReport;
import org.masque.model.probe.FeatureKind;
import org.masque.ops.files.WholeFile;
import org.masque.ops.metrics.MovingAverage;

/** Gathers what a run came to, for {@code results.json} and for the lines at its end. */
final class Results implements TrainingObserver {
    private static final String KNN = "knnAccuracy";
    private static final String LINEAR = "linearAccuracy";

    private final long startedAt = System.nanoTime();
    private final MovingAverage smoothedLoss = MovingAverage.ofLastSteps();
    private double lastLoss = Double.NaN;
    private long steps;
    private long samples;
    private long stepNanos;
    private long waitedForData;
    private long waitedForMasks;
    private List<EvaluationReport> reports = List.of();
    private List<EvaluationReport> untrained = List.of();
    private long evaluatedVersion;
    private final List<Map<String, Object>> leftOut = new ArrayList<>();

    @Override
    public synchronized void stepApplied(StepReport report) {
        lastLoss = report.loss();
        smoothedLoss.add(lastLoss);
        steps = report.step();
        samples += report.samples();
        stepNanos += report.times().step();
        waitedForData += report.times().waitedForData();
        waitedForMasks += report.times().waitedForMasks();
    }

    @Override
    public synchronized void evaluated(
            long version, int epoch, List<EvaluationReport> found, List<EvaluationReport> before) {
        evaluatedVersion = version;
        reports = found;
        untrained = before;
    }

    @Override
    public synchronized void workLeftOut(Kind kind, long step, String reason) {
        if (kind == Kind.EVALUATION) {
            leftOut.add(Map.of("step", step, "reason", reason));
        }
    }

    /** Writes them; those of an earlier start stay if this one did no step. */
    synchronized void write(Path file, Recipe recipe, RunOutcome outcome) throws IOException {
        if (samples == 0 && reports.isEmpty() && Files.exists(file)) {
            return;
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("end", outcome.end().name());
        document.put("message", outcome.message());
        document.put("note", recipe.run().note());
        document.put("steps", outcome.steps());
        document.put("loss", Double.isNaN(lastLoss) ? null : lastLoss);
        document.put("smoothedLoss", Double.isNaN(smoothedLoss.value()) ? null : smoothedLoss.value());
        document.put("seconds", (System.nanoTime() - startedAt) / 1e9);
        document.put("imagesPerSecond", imagesPerSecond());
        document.put("waitShareData", share(waitedForData));
        document.put("waitShareMasks", share(waitedForMasks));
        document.put("evaluatedVersion", evaluatedVersion);
        document.put("evaluation", reports.stream().map(EvaluationReport::toMap).toList());
        document.put(
                "untrained", untrained.stream().map(EvaluationReport::toMap).toList());
        document.put("evaluationsLeftOut", leftOut);
        document.put("machine", Provenance.machine());
        WholeFile.write(
                file, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n");
    }

    private double imagesPerSecond() {
        return stepNanos == 0 ? 0 : samples / (stepNanos / 1e9);
    }

    private double share(long nanos) {
        return stepNanos == 0 ? 0 : (double) nanos / stepNanos;
    }

    /** What a person wants to know at the end. */
    synchronized String summary() {
        StringBuilder text = new StringBuilder();
        if (samples > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    "%d steps, loss %s in the last one, %s smoothed; over all %.1f images/s, waited %.2f%% for data"
                            + " and %.2f%% for masks%n",
                    steps,
                    loss(lastLoss),
                    loss(smoothedLoss.value()),
                    imagesPerSecond(),
                    100 * share(waitedForData),
                    100 * share(waitedForMasks)));
        }
        for (EvaluationReport report : reports) {
            EvaluationReport before = untrainedBeside(report);
            text.append(line(json(report), before == null ? null : json(before)));
        }
        return text.toString();
    }

    private @Nullable EvaluationReport untrainedBeside(EvaluationReport trained) {
        return untrained.stream()
                .filter(each -> each.kind() == trained.kind())
                .findFirst()
                .orElse(null);
    }

    private static JsonNode json(EvaluationReport report) {
        return new ObjectMapper().valueToTree(report.toMap());
    }

    static String loss(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    /**
     * One line of an evaluation, as {@code results.json} has it.
     *
     * @param before the same figures of the untrained network; null or missing where they were not wanted
     */
    static String line(JsonNode trained, @Nullable JsonNode before) {
        return String.format(
                Locale.ROOT,
                "%-18s  k-NN %5.1f%%%s   linear %5.1f%%%s   on %d test images%n",
                trained.path("features").asText().equals(FeatureKind.CLASS_TOKEN.name())
                        ? "class token"
                        : "mean patch token",
                100 * trained.path(KNN).asDouble(),
                beside(before, KNN),
                100 * trained.path(LINEAR).asDouble(),
                beside(before, LINEAR),
                trained.path("testCount").asInt());
    }

    private static String beside(@Nullable JsonNode before, String figure) {
        return before == null || before.isMissingNode()
                ? ""
                : String.format(
                        Locale.ROOT,
                        " (untrained %.1f%%)",
                        100 * before.path(figure).asDouble());
    }
}
