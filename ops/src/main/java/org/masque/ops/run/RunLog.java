package org.masque.ops.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.masque.actors.BadStep;
import org.masque.actors.BatchSchedule;
import org.masque.actors.RunOutcome;
import org.masque.actors.SideWork;
import org.masque.actors.SideWork.Kind;
import org.masque.actors.StepReport;
import org.masque.actors.SupervisedActor;
import org.masque.actors.TrainingObserver;
import org.masque.model.checkpoint.SaveStage;
import org.masque.model.data.SkipReason;
import org.masque.model.data.SkipTally;
import org.masque.model.probe.EvaluationReport;
import org.masque.ops.files.QueuedWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes {@code log.jsonl}: one JSON object a line, for every step and every event; four older files of 64 MiB are kept
 * beside it.
 *
 * <p>A disk that is full or slow costs log lines, never the training: see {@link QueuedWriter}.
 */
final class RunLog implements TrainingObserver, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(RunLog.class);
    private static final double NANOS_PER_SECOND = 1e9;

    private final ObjectMapper json = new ObjectMapper();
    private final QueuedWriter<String> writer;
    private final SkipTally skipped;
    private final Clock clock;
    private int stepsPerEpoch = 1;
    private long skippedBefore;
    private long evaluatedStep;

    private RunLog(QueuedWriter<String> writer, SkipTally skipped, Clock clock) {
        this.writer = writer;
        this.skipped = skipped;
        this.clock = clock;
    }

    /**
     * Appends to a file; a run that goes on after a kill goes on in the same log.
     *
     * @param skipped counts the images that cannot be used; written when they have doubled
     */
    static RunLog append(Path file, SkipTally skipped, Clock clock) throws IOException {
        return new RunLog(RotatingFile.queued(file, "the run's log"), skipped, clock);
    }

    /** Lines that did not reach the file, so far. */
    long dropped() {
        return writer.dropped();
    }

    @Override
    public void checkpointFound(long step, Instant written, long corrupt) {
        write("resumed", Map.of("step", step, "written", written.toString(), "corruptCheckpoints", corrupt));
    }

    @Override
    public void weightsRead(Path file, List<String> notes) {
        write("weightsRead", Map.of("file", file.toString(), "notes", notes));
    }

    @Override
    public void runStarted(long appliedSteps, long totalSteps, int steps) {
        stepsPerEpoch = steps;
        write("started", Map.of("step", appliedSteps, "totalSteps", totalSteps, "stepsPerEpoch", steps));
    }

    @Override
    public void stepApplied(StepReport report) {
        StepReport.Times times = report.times();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("step", report.step());
        line.put("epoch", epochsDone(report.step()));
        line.put("loss", report.loss());
        line.put("learningRate", report.learningRate());
        line.put("gradientNorm", report.gradientNorm());
        line.put("samples", report.samples());
        line.put("visible", report.counts().visible());
        line.put("masked", report.counts().masked());
        line.put("thrown", report.counts().thrown());
        line.put("mapAgeEpochs", report.mapAgeEpochs());
        line.put("readyBatches", report.readyBatches());
        line.put("seconds", seconds(times.step()));
        line.put("waitedForData", seconds(times.waitedForData()));
        line.put("waitedForMasks", seconds(times.waitedForMasks()));
        line.put("forward", seconds(times.forward()));
        line.put("backward", seconds(times.backward()));
        line.put("reduce", seconds(times.reduce()));
        line.put("update", seconds(times.update()));
        line.put("rest", seconds(times.rest()));
        write("step", line);
        noteSkippedImages(report.step());
    }

    // The loaders count on their own threads. A bad image is met in every epoch: a line whenever the count has doubled.
    private void noteSkippedImages(long step) {
        long total = skipped.total();
        if (total > 0 && total >= 2 * skippedBefore) {
            skippedBefore = total;
            String reasons = Arrays.stream(SkipReason.values())
                    .filter(reason -> skipped.count(reason) > 0)
                    .map(reason -> reason.label() + " " + skipped.count(reason))
                    .collect(Collectors.joining(", "));
            write("imagesSkipped", Map.of("step", step, "total", total, "reasons", reasons));
        }
    }

    private double epochsDone(long step) {
        return BatchSchedule.epochsDone(step, stepsPerEpoch);
    }

    private static double seconds(long nanos) {
        return nanos / NANOS_PER_SECOND;
    }

    @Override
    public void stepSkipped(BadStep bad) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("step", bad.step());
        line.put("cause", bad.cause().label());
        line.put("loss", String.valueOf(bad.loss()));
        line.put("medianLoss", String.valueOf(bad.medianLoss()));
        line.put("gradientNorm", String.valueOf(bad.gradientNorm()));
        line.put("ids", bad.ids());
        line.put("samples", bad.samples());
        write("stepSkipped", line);
    }

    @Override
    public void stepPassedOver(long step) {
        write("stepPassedOver", Map.of("step", step));
    }

    @Override
    public void rolledBack(long from, long to) {
        write("rolledBack", Map.of("from", from, "to", to));
    }

    @Override
    public void stepEmpty(long step) {
        write("stepEmpty", Map.of("step", step));
    }

    @Override
    public void refreshStarted(int epoch, long version) {
        write("refreshStarted", Map.of("epoch", epoch, "version", version));
    }

    @Override
    public void refreshFinished(SideWork.MapsRefreshed maps, long stepsMeanwhile) {
        write(
                "refreshFinished",
                Map.of(
                        "epoch",
                        maps.epoch(),
                        "version",
                        maps.version(),
                        "seconds",
                        seconds(maps.nanos()),
                        "stepsMeanwhile",
                        stepsMeanwhile,
                        "uniform",
                        maps.uniform()));
    }

    @Override
    public void evaluated(long version, int epoch, List<EvaluationReport> reports, List<EvaluationReport> untrained) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("step", evaluatedStep);
        line.put("epoch", epochsDone(evaluatedStep));
        line.put("version", version);
        line.put("reports", maps(reports));
        line.put("untrained", maps(untrained));
        write("evaluated", line);
    }

    // One evaluation at a time: the next that is reported is of this step.
    @Override
    public void sideWorkBegan(SupervisedActor actor, long step) {
        if (actor == SupervisedActor.EVALUATOR) {
            evaluatedStep = step;
            write("evaluationStarted", Map.of("step", step, "epoch", epochsDone(step)));
        }
    }

    private static List<Map<String, Object>> maps(List<EvaluationReport> reports) {
        return reports.stream().map(EvaluationReport::toMap).toList();
    }

    @Override
    public void checkpointWritten(long step, Path folder, long bytes, long nanos) {
        write(
                "checkpointWritten",
                Map.of("step", step, "folder", folder.toString(), "bytes", bytes, "seconds", seconds(nanos)));
    }

    @Override
    public void checkpointFailed(long step, SaveStage reached, String reason) {
        write("checkpointFailed", Map.of("step", step, "stage", reached.label(), "reason", reason));
    }

    @Override
    public void workLeftOut(Kind kind, long step, String reason) {
        String event = switch (kind) {
            case CHECKPOINT -> "checkpointSkipped";
            case EVALUATION -> "evaluationSkipped";
            case PICTURES -> "picturesSkipped";
            case REFRESH -> "refreshSkipped";
        };
        write(event, Map.of("step", step, "reason", reason));
    }

    @Override
    public void picturesDrawn(long step, Path file) {
        write("picturesDrawn", Map.of("step", step, "file", file.toString()));
    }

    @Override
    public void actorRestarted(SupervisedActor actor) {
        write("actorRestarted", Map.of("actor", actor.label()));
    }

    @Override
    public void runPaused(long step) {
        write("paused", Map.of("step", step));
    }

    @Override
    public void runResumed(long step) {
        write("goesOn", Map.of("step", step));
    }

    @Override
    public void deviceFailed(String reason) {
        write("deviceFailed", Map.of("reason", reason));
    }

    @Override
    public void dataFailed(String reason) {
        write("dataFailed", Map.of("reason", reason));
    }

    @Override
    public void runStopped(RunOutcome outcome) {
        write("stopped", Map.of("end", outcome.end().name(), "step", outcome.steps(), "message", outcome.message()));
    }

    private void write(String event, Map<String, Object> fields) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", clock.instant().toString());
        line.put("event", event);
        line.putAll(fields);
        try {
            writer.write(json.writeValueAsString(line));
        } catch (JsonProcessingException bug) {
            LOG.error("the event {} has no JSON", event, bug);
        }
    }

    @Override
    public void close() {
        writer.close();
    }
}
