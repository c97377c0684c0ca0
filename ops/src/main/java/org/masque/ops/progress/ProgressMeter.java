package org.masque.ops.progress;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.masque.ops.metrics.AppliedStep;
import org.masque.ops.metrics.MovingAverage;

/** Averages the last steps, about 20 of them, into a snapshot. Not safe for several threads at once. */
public final class ProgressMeter {
    private static final double NANOS = 1e9;

    // The first steps are slow: code is compiled and caches are filled. A time left that is told from them is ten times
    // too long.
    private static final Measured ENOUGH = new Measured(20, Duration.ofSeconds(5), Duration.ofMinutes(1));

    private final long totalSteps;
    private long measuredSteps;
    private Duration measuredTime = Duration.ZERO;
    private final MovingAverage loss = MovingAverage.ofLastSteps();
    private final MovingAverage samples = MovingAverage.ofLastSteps();
    private final MovingAverage seconds = MovingAverage.ofLastSteps();
    private final MovingAverage dataWait = MovingAverage.ofLastSteps();
    private final MovingAverage maskWait = MovingAverage.ofLastSteps();

    /**
     * How much of a run is measured before its time left is told: so many steps that took so long, or however few in
     * {@code atMost}.
     */
    private record Measured(long steps, Duration time, Duration atMost) {
        boolean isReached(long done, Duration took) {
            return (done >= steps && took.compareTo(time) >= 0) || took.compareTo(atMost) >= 0;
        }
    }

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
        measuredSteps++;
        measuredTime = measuredTime.plus(step.elapsed());
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

    private @Nullable Duration timeLeft(long step) {
        if (step < totalSteps && !ENOUGH.isReached(measuredSteps, measuredTime)) {
            return null;
        }
        return Duration.ofMillis(Math.round(Math.max(0, totalSteps - step) * seconds.value() * 1000));
    }
}
