package org.masque.ops.run;

import org.masque.actors.StepReport;
import org.masque.actors.TrainingObserver;
import org.masque.ops.logging.RunInHand;

/**
 * Tells log lines which step the run is at.
 *
 * @param run in hand
 */
record StepOfLines(RunInHand run) implements TrainingObserver {
    @Override
    public void runStarted(long appliedSteps, long totalSteps, int stepsPerEpoch) {
        run.at(appliedSteps);
    }

    @Override
    public void stepApplied(StepReport report) {
        run.at(report.step());
    }

    @Override
    public void rolledBack(long from, long to) {
        run.at(to);
    }
}
