package org.masque.ops.progress;

import java.time.Duration;
import org.masque.ops.metrics.AppliedStep;
import org.masque.ops.metrics.MovingAverage;

/** Averages the last steps, about 20 of them, into a snapshot. Not safe for several threads at once. */
public final class ProgressMeter {
    private static final double NANOS = 1e9;

    private final long totalSteps;
    private final MovingAverage loss = MovingAverage.ofLastSteps();
    private final MovingAverage samples = MovingAverage.ofLastSteps();
    private final MovingAverage seconds = MovingAverage.ofLastSteps();
    private final MovingAverage dataWait = MovingAverage.ofLastSteps();
    private final MovingAverage maskWait = MovingAverage.ofLastSteps();

    /** Begins a run, or its continuation. */
    public ProgressMeter(long totalSteps) {
        this.totalSteps = totalSteps;
    }

    /**
     * Takes one step in and says how far the run is now.
     *
     * @param mapsAgeEpochs NaN if no maps are in use
     */
    public ProgressSnapshot stepApplied(AppliedStep step, StepWaits waits, double mapsAgeEpochs) {
        loss.add(step.loss());
        samples.add(step.samples());
        seconds.add(step.elapsed().toNanos() / NANOS);
        dataWait.add(waits.data().toNanos() / NANOS);
        maskWait.add(waits.masks().toNanos() / NANOS);
        return new ProgressSnapshot(
                step.step(),
                totalSteps,
                step.epoch(),
                loss.value(),
                perSecond(samples),
                timeLeft(step.step()),
                perSecond(dataWait),
                perSecond(maskWait),
                mapsAgeEpochs);
    }

    private double perSecond(MovingAverage average) {
        return seconds.value() > 0 ? average.value() / seconds.value() : 0;
    }

    private Duration timeLeft(long step) {
        return Duration.ofMillis(Math.round(Math.max(0, totalSteps - step) * seconds.value() * 1000));
    }
}
