package org.masque.model.optim;

/**
 * The learning rate over fractional epochs: linear warm-up from zero, then half a cosine or a constant (spec 1.4).
 *
 * @param peak the rate after the warm-up
 * @param minimum what the cosine ends at
 * @param warmupEpochs may be fractional, 0 for none
 * @param epochs the run's epochs
 * @param shape what follows the warm-up
 */
public record LearningRateSchedule(double peak, double minimum, double warmupEpochs, double epochs, Shape shape) {
    /** What follows the warm-up. */
    public enum Shape {
        COSINE,
        CONSTANT
    }

    /** The rate of the step that begins at {@code epoch}, 0-based and fractional. */
    public double at(double epoch) {
        if (epoch < warmupEpochs) {
            return peak * epoch / warmupEpochs;
        }
        if (shape == Shape.CONSTANT) {
            return peak;
        }
        double progress = (epoch - warmupEpochs) / (epochs - warmupEpochs);
        return minimum + (peak - minimum) * 0.5 * (1 + Math.cos(Math.PI * progress));
    }
}
