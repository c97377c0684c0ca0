package org.masque.ops.run;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.masque.actors.BadStep;
import org.masque.actors.RunOutcome;
import org.masque.actors.SideWork;
import org.masque.actors.SideWork.Kind;
import org.masque.actors.StepReport;
import org.masque.actors.SupervisedActor;
import org.masque.actors.TrainingObserver;
import org.masque.actors.WorkStage;
import org.masque.masking.StateCounts;
import org.masque.model.checkpoint.SaveStage;
import org.masque.model.data.SkipReason;
import org.masque.model.data.SkipTally;
import org.masque.model.probe.EvaluationReport;
import org.masque.model.probe.FeatureKind;
import org.masque.ops.health.RunHealth;
import org.masque.ops.health.RunState;
import org.masque.ops.metrics.ProbeFeatures;
import org.masque.ops.metrics.RunMetrics;
import org.masque.ops.metrics.StepPhase;
import org.masque.ops.metrics.TrainingMetrics;

/** Turns what happens in a run into Prometheus metrics and health. */
final class MetricsObserver implements TrainingObserver {
    private final RunMetrics metrics;
    private final RunHealth health;
    private final SkipTally skipped;
    private final Map<SkipReason, Long> reported = new EnumMap<>(SkipReason.class);
    private int stepsPerEpoch = 1;

    MetricsObserver(RunMetrics metrics, RunHealth health, SkipTally skipped) {
        this.metrics = metrics;
        this.health = health;
        this.skipped = skipped;
    }

    @Override
    public void runStarted(long appliedSteps, long totalSteps, int steps) {
        stepsPerEpoch = steps;
        metrics.training().runStarted();
        health.actors().beat();
        moveTo(RunState.TRAINING);
    }

    @Override
    public void checkpointFound(long step, Instant written, long corrupt) {
        metrics.checkpoints().checkpointFound(written, corrupt);
    }

    @Override
    public void stepApplied(StepReport report) {
        TrainingMetrics training = metrics.training();
        StepReport.Times times = report.times();
        training.stepApplied(AppliedSteps.of(report, stepsPerEpoch));
        training.phaseEnded(StepPhase.DATA, Duration.ofNanos(times.waitedForData() + times.waitedForMasks()));
        training.phaseEnded(StepPhase.FORWARD, Duration.ofNanos(times.forward()));
        training.phaseEnded(StepPhase.BACKWARD, Duration.ofNanos(times.backward()));
        training.phaseEnded(StepPhase.REDUCE, Duration.ofNanos(times.reduce()));
        training.phaseEnded(StepPhase.OPTIM, Duration.ofNanos(times.update()));
        training.phaseEnded(StepPhase.REST, Duration.ofNanos(times.rest()));
        training.waitedForData(Duration.ofNanos(times.waitedForData()));
        training.waitedForMasks(Duration.ofNanos(times.waitedForMasks()));
        training.batchesReady(report.readyBatches());
        StateCounts counts = report.counts();
        training.patchesPlanned(counts);
        if (report.mapAgeEpochs() >= 0) {
            training.mapsAged(report.mapAgeEpochs());
        }
        countSkipped();
        health.progress().beat();
    }

    // The loaders count on their own threads; here the difference is carried over.
    private void countSkipped() {
        for (SkipReason reason : SkipReason.values()) {
            long now = skipped.count(reason);
            long before = reported.getOrDefault(reason, 0L);
            for (long i = before; i < now; i++) {
                metrics.training().sampleSkipped(reason);
            }
            reported.put(reason, now);
        }
    }

    @Override
    public void refreshFinished(SideWork.MapsRefreshed maps, long stepsMeanwhile) {
        metrics.training().mapsRefreshed(maps.uniform());
    }

    @Override
    public void viewsLoaded(int samples, long nanos) {
        metrics.training().viewsLoaded(Duration.ofNanos(nanos));
    }

    // A step of a large batch on few cores, or of many batches, may take longer than the bound.
    @Override
    public void microBatchComputed() {
        health.progress().beat();
    }

    @Override
    public void batchComputed() {
        health.progress().beat();
    }

    @Override
    public void stepSkipped(BadStep bad) {
        metrics.training().stepSkipped(bad.cause());
        countSkipped();
        health.progress().beat();
    }

    @Override
    public void stepPassedOver(long step) {
        health.progress().beat();
    }

    @Override
    public void rolledBack(long from, long to) {
        metrics.training().rolledBack();
        health.progress().beat();
    }

    @Override
    public void stepEmpty(long step) {
        countSkipped();
    }

    @Override
    public void awaitedWorkAdvanced(WorkStage stage) {
        health.progress().beat();
    }

    @Override
    public void evaluated(long version, int epoch, List<EvaluationReport> reports, List<EvaluationReport> untrained) {
        for (EvaluationReport report : reports) {
            ProbeFeatures features = report.kind() == FeatureKind.CLASS_TOKEN ? ProbeFeatures.CLS : ProbeFeatures.MEAN;
            metrics.training().knnProbed(features, report.knnAccuracy());
            metrics.training().linearProbed(features, report.linearAccuracy());
        }
    }

    @Override
    public void checkpointWritten(long step, Path folder, long bytes, long nanos) {
        metrics.checkpoints().checkpointWritten(bytes, Duration.ofNanos(nanos));
    }

    @Override
    public void checkpointFailed(long step, SaveStage reached, String reason) {
        metrics.checkpoints().checkpointFailed(reached);
    }

    @Override
    public void workLeftOut(Kind kind, long step, String reason) {
        if (kind == Kind.CHECKPOINT) {
            metrics.checkpoints().checkpointSkipped();
        } else {
            metrics.training().workLeftOut(kind);
        }
    }

    @Override
    public void actorRestarted(SupervisedActor actor) {
        metrics.process().actorRestarted(actor);
    }

    @Override
    public void deviceFailed(String reason) {
        health.deviceFailed();
    }

    @Override
    public void dataFailed(String reason) {
        health.dataFailed();
    }

    @Override
    public void runPaused(long step) {
        moveTo(RunState.PAUSED);
    }

    @Override
    public void runResumed(long step) {
        metrics.training().runStarted();
        moveTo(RunState.TRAINING);
    }

    @Override
    public void actorsAnswer() {
        health.actors().beat();
    }

    @Override
    public void runStopped(RunOutcome outcome) {
        countSkipped();
        moveTo(
                switch (outcome.end()) {
                    case FINISHED, STOPPED, ABANDONED -> RunState.STOPPED;
                    case BAD_DATA, DIVERGED, CANNOT_WRITE, SUPERSEDED, FAILED -> RunState.FAILED;
                });
    }

    void moveTo(RunState state) {
        health.moveTo(state);
        metrics.process().runStateChanged(state);
    }
}
