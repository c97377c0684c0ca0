package org.masque.ops.run;

import java.util.function.ToLongFunction;
import org.masque.actors.StepReport;
import org.masque.ops.archive.ActorsSnapshot.Shares;
import org.masque.ops.metrics.MovingAverage;

/** Where the time of the last steps went, about 20 of them. Not safe for several threads. */
final class StepShares {
    private static final double NANOS = 1e9;

    private final MovingAverage step = MovingAverage.ofLastSteps();
    private final MovingAverage samples = MovingAverage.ofLastSteps();
    private final MovingAverage forward = MovingAverage.ofLastSteps();
    private final MovingAverage backward = MovingAverage.ofLastSteps();
    private final MovingAverage reduce = MovingAverage.ofLastSteps();
    private final MovingAverage update = MovingAverage.ofLastSteps();
    private final MovingAverage dataWait = MovingAverage.ofLastSteps();
    private final MovingAverage maskWait = MovingAverage.ofLastSteps();
    private final MovingAverage rest = MovingAverage.ofLastSteps();

    void add(StepReport report) {
        samples.add(report.samples());
        add(step, report, StepReport.Times::step);
        add(forward, report, StepReport.Times::forward);
        add(backward, report, StepReport.Times::backward);
        add(reduce, report, StepReport.Times::reduce);
        add(update, report, StepReport.Times::update);
        add(dataWait, report, StepReport.Times::waitedForData);
        add(maskWait, report, StepReport.Times::waitedForMasks);
        add(rest, report, StepReport.Times::rest);
    }

    private static void add(MovingAverage average, StepReport report, ToLongFunction<StepReport.Times> part) {
        average.add(part.applyAsLong(report.times()) / NANOS);
    }

    double imagesPerSecond() {
        return share(samples);
    }

    Shares shares() {
        return new Shares(
                share(forward),
                share(backward),
                share(reduce),
                share(update),
                share(dataWait),
                share(maskWait),
                share(rest));
    }

    // Of a second: the same as the share of a step's time. Before the first step nothing is known.
    private double share(MovingAverage part) {
        double seconds = step.value();
        return seconds > 0 ? part.value() / seconds : 0;
    }
}
