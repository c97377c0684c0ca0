package org.masque.ops.metrics;

/**
 * An exponential moving average without a bias towards its start: m = decay * m + (1 - decay) * x, shown as m / (1 -
 * decay^n) after n values (Adam, Kingma and Ba 2015, section 3). Not safe for several threads at once.
 */
public final class MovingAverage {
    private static final double LAST_STEPS_DECAY = 0.95;

    private final double decay;
    private double average;
    private double weight;

    /**
     * Begins without a value.
     *
     * @param decay in [0, 1); the average reaches back about 1/(1-decay) values
     */
    public MovingAverage(double decay) {
        if (!(decay >= 0 && decay < 1)) {
            throw new IllegalArgumentException("decay " + decay + " is not in [0, 1)");
        }
        this.decay = decay;
    }

    /**
     * Over the last steps, about 20 of them: what "smoothed" means of a loss, and what a rate or share "now" is, in the
     * terminal, the results and the API.
     */
    public static MovingAverage ofLastSteps() {
        return new MovingAverage(LAST_STEPS_DECAY);
    }

    /** Takes one value in; one that is not finite is left out, since it would stay forever. */
    public void add(double value) {
        if (Double.isFinite(value)) {
            average = decay * average + (1 - decay) * value;
            weight = decay * weight + (1 - decay);
        }
    }

    /** The average, or NaN before the first value. */
    public double value() {
        return weight == 0 ? Double.NaN : average / weight;
    }
}
