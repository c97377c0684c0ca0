package org.masque.ops.run;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.masque.actors.RunOutcome;
import org.masque.actors.StepReport;
import org.masque.actors.TrainingObserver;
import org.masque.ops.progress.ProgressDisplay;
import org.masque.ops.progress.ProgressMeter;
import org.masque.ops.progress.StepWaits;

/** Shows a run's progress: a bar on a terminal, plain lines otherwise. */
final class ProgressObserver implements TrainingObserver {
    private static final Duration LINE_INTERVAL = Duration.ofSeconds(10);

    private int stepsPerEpoch = 1;
    private @Nullable ProgressMeter meter;
    private @Nullable ProgressDisplay display;

    @Override
    public void runStarted(long appliedSteps, long totalSteps, int steps) {
        stepsPerEpoch = steps;
        meter = new ProgressMeter(totalSteps);
        display = ProgressDisplay.open(LINE_INTERVAL);
    }

    @Override
    public void stepApplied(StepReport report) {
        if (meter == null || display == null) {
            return;
        }
        StepReport.Times times = report.times();
        StepWaits waits =
                new StepWaits(Duration.ofNanos(times.waitedForData()), Duration.ofNanos(times.waitedForMasks()));
        double age = report.mapAgeEpochs() < 0 ? Double.NaN : report.mapAgeEpochs();
        display.show(meter.stepApplied(AppliedSteps.of(report, stepsPerEpoch), waits, age));
    }

    @Override
    public void runStopped(RunOutcome outcome) {
        if (display != null) {
            display.close();
        }
    }
}
