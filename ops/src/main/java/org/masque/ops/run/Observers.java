package org.masque.ops.run;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.masque.actors.BadStep;
import org.masque.actors.Diagnosis;
import org.masque.actors.RunOutcome;
import org.masque.actors.SideWork;
import org.masque.actors.SideWork.Kind;
import org.masque.actors.StepReport;
import org.masque.actors.SupervisedActor;
import org.masque.actors.TrainingObserver;
import org.masque.actors.WorkStage;
import org.masque.model.checkpoint.SaveStage;
import org.masque.model.probe.EvaluationReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Several observers as one; what one of them throws is logged once, and neither the others nor the run hear of it.
 *
 * <p>Safe for several threads.
 */
final class Observers implements TrainingObserver {
    private static final Logger LOG = LoggerFactory.getLogger(Observers.class);

    private final List<TrainingObserver> all;
    private final Set<TrainingObserver> failed = ConcurrentHashMap.newKeySet();

    /** Tells all of them, in this order. */
    Observers(List<TrainingObserver> all) {
        this.all = List.copyOf(all);
    }

    private void tell(Consumer<TrainingObserver> event) {
        for (TrainingObserver each : all) {
            try {
                event.accept(each);
            } catch (RuntimeException bug) {
                if (failed.add(each)) {
                    LOG.error("{} failed, and its failures are left out from now on", each.getClass(), bug);
                }
            }
        }
    }

    @Override
    public void checkpointFound(long step, Instant written, long corrupt) {
        tell(each -> each.checkpointFound(step, written, corrupt));
    }

    @Override
    public void weightsRead(Path file, List<String> notes) {
        tell(each -> each.weightsRead(file, notes));
    }

    @Override
    public void runStarted(long appliedSteps, long totalSteps, int stepsPerEpoch) {
        tell(each -> each.runStarted(appliedSteps, totalSteps, stepsPerEpoch));
    }

    @Override
    public void viewsLoaded(int samples, long nanos) {
        tell(each -> each.viewsLoaded(samples, nanos));
    }

    @Override
    public void microBatchComputed() {
        tell(TrainingObserver::microBatchComputed);
    }

    @Override
    public void batchComputed() {
        tell(TrainingObserver::batchComputed);
    }

    @Override
    public void stepApplied(StepReport report) {
        tell(each -> each.stepApplied(report));
    }

    @Override
    public void stepSkipped(BadStep bad) {
        tell(each -> each.stepSkipped(bad));
    }

    @Override
    public void stepPassedOver(long step) {
        tell(each -> each.stepPassedOver(step));
    }

    @Override
    public void diverged(Diagnosis diagnosis) {
        tell(each -> each.diverged(diagnosis));
    }

    @Override
    public void rolledBack(long from, long to) {
        tell(each -> each.rolledBack(from, to));
    }

    @Override
    public void stepEmpty(long step) {
        tell(each -> each.stepEmpty(step));
    }

    @Override
    public void refreshStarted(int epoch, long version) {
        tell(each -> each.refreshStarted(epoch, version));
    }

    @Override
    public void refreshFinished(SideWork.MapsRefreshed maps, long stepsMeanwhile) {
        tell(each -> each.refreshFinished(maps, stepsMeanwhile));
    }

    @Override
    public void evaluated(long version, int epoch, List<EvaluationReport> reports, List<EvaluationReport> untrained) {
        tell(each -> each.evaluated(version, epoch, reports, untrained));
    }

    @Override
    public void checkpointWritten(long step, Path folder, long bytes, long nanos) {
        tell(each -> each.checkpointWritten(step, folder, bytes, nanos));
    }

    @Override
    public void checkpointFailed(long step, SaveStage reached, String reason) {
        tell(each -> each.checkpointFailed(step, reached, reason));
    }

    @Override
    public void workLeftOut(Kind kind, long step, String reason) {
        tell(each -> each.workLeftOut(kind, step, reason));
    }

    @Override
    public void picturesDrawn(long step, Path file) {
        tell(each -> each.picturesDrawn(step, file));
    }

    @Override
    public void sideWorkBegan(SupervisedActor actor, long step) {
        tell(each -> each.sideWorkBegan(actor, step));
    }

    @Override
    public void sideWorkEnded(SupervisedActor actor) {
        tell(each -> each.sideWorkEnded(actor));
    }

    @Override
    public void awaitedWorkAdvanced(WorkStage stage) {
        tell(each -> each.awaitedWorkAdvanced(stage));
    }

    @Override
    public void actorRestarted(SupervisedActor actor) {
        tell(each -> each.actorRestarted(actor));
    }

    @Override
    public void deviceFailed(String reason) {
        tell(each -> each.deviceFailed(reason));
    }

    @Override
    public void dataFailed(String reason) {
        tell(each -> each.dataFailed(reason));
    }

    @Override
    public void runPaused(long step) {
        tell(each -> each.runPaused(step));
    }

    @Override
    public void runResumed(long step) {
        tell(each -> each.runResumed(step));
    }

    @Override
    public void actorsAnswer() {
        tell(TrainingObserver::actorsAnswer);
    }

    @Override
    public void runStopped(RunOutcome outcome) {
        tell(each -> each.runStopped(outcome));
    }
}
