package org.masque.ops.archive;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import org.masque.ops.metrics.MovingAverage;

/** Averages the last steps of one start from the lines of its log. */
final class RecentPace {
    private static final int LEAST_STEPS = 20;
    private static final double LEAST_SECONDS = 5;

    private MovingAverage loss = MovingAverage.ofLastSteps();
    private MovingAverage samples = MovingAverage.ofLastSteps();
    private MovingAverage seconds = MovingAverage.ofLastSteps();
    private MovingAverage dataWait = MovingAverage.ofLastSteps();
    private MovingAverage maskWait = MovingAverage.ofLastSteps();
    private long steps;
    private double measured;
    private boolean begunAnew;

    /**
     * The run goes on where it was: its last steps stay that until the next, but this start's pace is not known yet.
     */
    void runBeganAnew() {
        begunAnew = true;
    }

    private void forget() {
        loss = MovingAverage.ofLastSteps();
        samples = MovingAverage.ofLastSteps();
        seconds = MovingAverage.ofLastSteps();
        dataWait = MovingAverage.ofLastSteps();
        maskWait = MovingAverage.ofLastSteps();
        steps = 0;
        measured = 0;
        begunAnew = false;
    }

    /** Takes the line of a step in. */
    void add(JsonNode step) {
        if (begunAnew) {
            forget();
        }
        steps++;
        measured += step.path("seconds").asDouble();
        loss.add(step.path("loss").asDouble(Double.NaN));
        samples.add(step.path("samples").asDouble());
        seconds.add(step.path("seconds").asDouble());
        dataWait.add(step.path("waitedForData").asDouble());
        maskWait.add(step.path("waitedForMasks").asDouble());
    }

    /** What they come to, with so many steps still to do; below 0 if that is not known. */
    RecentSteps with(long stepsLeft) {
        if (steps == 0) {
            return RecentSteps.NONE;
        }
        boolean known = stepsLeft > 0;
        return new RecentSteps(
                finite(loss.value()),
                perSecond(samples),
                perSecond(dataWait),
                perSecond(maskWait),
                known ? stepsLeft * seconds.value() : null,
                known ? begunAnew || steps < LEAST_STEPS || measured < LEAST_SECONDS : null);
    }

    private @Nullable Double perSecond(MovingAverage average) {
        return finite(average.value() / seconds.value());
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
