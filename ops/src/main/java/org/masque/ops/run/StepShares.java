package org.masque.ops.run;

import java.util.function.ToLongFunction;
import org.masque.actors.StepReport;
import org.masque.ops.archive.ActorsSnapshot.Shares;
import org.masque.ops.metrics.MovingAverage;

/** Where the time of the last steps went, about 20 of them. Not safe for several threads. */
final class StepShares {
    private static final double DECAY = 0.95;
    private static final double NANOS = 1e9;

    private final MovingAverage step = new MovingAverage(DECAY);
    private final MovingAverage samples = new MovingAverage(DECAY);
    private final MovingAverage forward = new MovingAverage(DECAY);
    private final MovingAverage backward = new MovingAverage(DECAY);
    private final MovingAverage reduce = new MovingAverage(DECAY);
    private final MovingAverage update = new MovingAverage(DECAY);
    private final MovingAverage dataWait = new MovingAverage(DECAY);
    private final MovingAverage maskWait = new MovingAverage(DECAY);

    void add(StepReport report) {
        samples.add(report.samples());
        add(step, report, StepReport.Times::step);
        add(forward, report, StepReport.Times::forward);
        add(backward, report, StepReport.Times::backward);
        add(reduce, report, StepReport.Times::reduce);
        add(update, report, StepReport.Times::update);
        add(dataWait, report, StepReport.Times::waitedForData);
        add(maskWait, report, StepReport.Times::waitedForMasks);
    }

    private static void add(MovingAverage average, StepReport report, ToLongFunction<StepReport.Times> part) {
        average.add(part.applyAsLong(report.times()) / NANOS);
    }

    double imagesPerSecond() {
        return share(samples);
    }

    Shares shares() {
        return new Shares(
                share(forward), share(backward), share(reduce), share(update), share(dataWait), share(maskWait));
    }

    // Of a second: the same as the share of a step's time. Before the first step nothing is known.
    private double share(MovingAverage part) {
        double seconds = step.value();
        return seconds > 0 ? part.value() / seconds : 0;
    }
}
