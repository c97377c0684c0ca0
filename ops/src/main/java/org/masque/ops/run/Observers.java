package org.masque.ops.run;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.masque.actors.RunOutcome;
import org.masque.actors.StepReport;
import org.masque.actors.TrainingObserver;
import org.masque.model.probe.EvaluationReport;

/**
 * Several observers as one.
 *
 * @param all told in this order
 */
record Observers(List<TrainingObserver> all) implements TrainingObserver {
    private void tell(Consumer<TrainingObserver> event) {
        all.forEach(event);
    }

    @Override
    public void runStarted(long appliedSteps, long totalSteps, int stepsPerEpoch) {
        tell(each -> each.runStarted(appliedSteps, totalSteps, stepsPerEpoch));
    }

    @Override
    public void stepApplied(StepReport report) {
        tell(each -> each.stepApplied(report));
    }

    @Override
    public void stepSkipped(long step, double loss, List<String> samples) {
        tell(each -> each.stepSkipped(step, loss, samples));
    }

    @Override
    public void refreshStarted(int epoch, long version) {
        tell(each -> each.refreshStarted(epoch, version));
    }

    @Override
    public void refreshFinished(int epoch, long version, long nanos, long stepsMeanwhile) {
        tell(each -> each.refreshFinished(epoch, version, nanos, stepsMeanwhile));
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
    public void checkpointFailed(long step, String reason) {
        tell(each -> each.checkpointFailed(step, reason));
    }

    @Override
    public void checkpointSkipped(long step) {
        tell(each -> each.checkpointSkipped(step));
    }

    @Override
    public void picturesDrawn(long step, Path file) {
        tell(each -> each.picturesDrawn(step, file));
    }

    @Override
    public void actorRestarted(String actor) {
        tell(each -> each.actorRestarted(actor));
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
