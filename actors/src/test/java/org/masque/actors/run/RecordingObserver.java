package org.masque.actors.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;
import org.masque.actors.BadStep;
import org.masque.actors.Diagnosis;
import org.masque.actors.RunOutcome;
import org.masque.actors.SideWork;
import org.masque.actors.StepReport;
import org.masque.actors.TrainingObserver;
import org.masque.model.probe.EvaluationReport;

/** Remembers what it heard, for tests to read when the run is over. */
class RecordingObserver implements TrainingObserver {
    final List<StepReport> steps = new CopyOnWriteArrayList<>();
    final List<Integer> loaded = new CopyOnWriteArrayList<>();
    final List<Long> starts = new CopyOnWriteArrayList<>();
    final List<Integer> refreshesStarted = new CopyOnWriteArrayList<>();
    final List<Integer> refreshesFinished = new CopyOnWriteArrayList<>();
    final List<List<EvaluationReport>> evaluations = new CopyOnWriteArrayList<>();
    final List<Long> checkpoints = new CopyOnWriteArrayList<>();
    final List<Path> pictures = new CopyOnWriteArrayList<>();
    final List<Long> pausedAt = new CopyOnWriteArrayList<>();
    /** Called on the coordinator's thread. */
    volatile LongConsumer afterStep = step -> {};

    final List<Long> skipped = new CopyOnWriteArrayList<>();
    final List<Long> passedOver = new CopyOnWriteArrayList<>();
    final List<String> rollbacks = new CopyOnWriteArrayList<>();
    final List<Diagnosis> diagnoses = new CopyOnWriteArrayList<>();
    final List<String> weights = new CopyOnWriteArrayList<>();
    final List<RunOutcome> outcomes = new CopyOnWriteArrayList<>();

    @Override
    public void weightsRead(Path file, List<String> notes) {
        weights.add(file.getFileName() + ": " + notes);
    }

    @Override
    public void runStarted(long appliedSteps, long totalSteps, int stepsPerEpoch) {
        starts.add(appliedSteps);
    }

    @Override
    public void viewsLoaded(int count, long nanos) {
        loaded.add(count);
    }

    @Override
    public void stepApplied(StepReport report) {
        steps.add(report);
        afterStep.accept(report.step());
    }

    @Override
    public void stepSkipped(BadStep bad) {
        skipped.add(bad.step());
    }

    @Override
    public void stepPassedOver(long step) {
        passedOver.add(step);
    }

    @Override
    public void diverged(Diagnosis diagnosis) {
        diagnoses.add(diagnosis);
    }

    @Override
    public void rolledBack(long from, long to) {
        rollbacks.add(from + " to " + to);
    }

    @Override
    public void refreshStarted(int epoch, long version) {
        refreshesStarted.add(epoch);
    }

    @Override
    public void refreshFinished(SideWork.MapsRefreshed maps, long stepsMeanwhile) {
        refreshesFinished.add(maps.epoch());
    }

    @Override
    public void evaluated(long version, int epoch, List<EvaluationReport> reports, List<EvaluationReport> untrained) {
        evaluations.add(reports);
        evaluations.add(untrained);
    }

    @Override
    public void checkpointWritten(long step, Path folder, long bytes, long nanos) {
        checkpoints.add(step);
    }

    @Override
    public void picturesDrawn(long step, Path file) {
        pictures.add(file);
    }

    @Override
    public void runPaused(long step) {
        pausedAt.add(step);
    }

    @Override
    public void runStopped(RunOutcome outcome) {
        outcomes.add(outcome);
    }

    List<Double> losses() {
        List<Double> losses = new ArrayList<>();
        steps.forEach(step -> losses.add(step.loss()));
        return losses;
    }
}
