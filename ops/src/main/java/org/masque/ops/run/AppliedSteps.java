package org.masque.ops.run;

import java.time.Duration;
import org.masque.actors.BatchSchedule;
import org.masque.actors.StepReport;
import org.masque.ops.metrics.AppliedStep;

/** Says a step's report in the words of metrics and progress. */
final class AppliedSteps {
    private AppliedSteps() {}

    static AppliedStep of(StepReport report, int stepsPerEpoch) {
        return new AppliedStep(
                report.step(),
                BatchSchedule.epochsDone(report.step(), stepsPerEpoch),
                report.samples(),
                report.loss(),
                report.learningRate(),
                report.gradientNorm(),
                Duration.ofNanos(report.times().step()));
    }
}
