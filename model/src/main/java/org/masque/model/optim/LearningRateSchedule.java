package org.masque.model.optim;

import java.util.List;

/**
 * The learning rate over fractional epochs: a linear warm-up, then half a cosine, a constant or steps down (spec 1.4
 * and 2).
 *
 * @param peak the rate after the warm-up
 * @param minimum what the cosine ends at
 * @param warmup how the rate grows
 * @param epochs the run's epochs
 * @param shape what follows the warm-up
 * @param steps where steps go down; used by {@link Shape#MULTISTEP} only
 */
public record LearningRateSchedule(
        double peak, double minimum, Warmup warmup, double epochs, Shape shape, Steps steps) {
    /** What follows the warm-up. */
    public enum Shape {
        COSINE,
        CONSTANT,
        MULTISTEP
    }

    /**
     * The growth to the peak.
     *
     * @param from the rate it begins with
     * @param epochs may be fractional, 0 for none
     */
    public record Warmup(double from, double epochs) {}

    /**
     * Where the rate goes down.
     *
     * @param epochs 0-based, counted from the start of the run, ascending
     * @param factor what it is multiplied by at each
     */
    public record Steps(List<Integer> epochs, double factor) {
        /** No steps. */
        public static final Steps NONE = new Steps(List.of(), 1);

        public Steps {
            epochs = List.copyOf(epochs);
        }

        double factorAt(double epoch) {
            long passed = epochs.stream().filter(step -> step <= epoch).count();
            return Math.pow(factor, (double) passed);
        }
    }

    /** A warm-up from zero, and a cosine or a constant. */
    public LearningRateSchedule(double peak, double minimum, double warmupEpochs, double epochs, Shape shape) {
        this(peak, minimum, new Warmup(0, warmupEpochs), epochs, shape, Steps.NONE);
    }

    /** The rate of the step that begins at {@code epoch}, 0-based and fractional. */
    public double at(double epoch) {
        if (epoch < warmup.epochs()) {
            return warmup.from() + (peak - warmup.from()) * epoch / warmup.epochs();
        }
        return switch (shape) {
            case CONSTANT -> peak;
            case MULTISTEP -> peak * steps.factorAt(epoch);
            case COSINE -> {
                double progress = (epoch - warmup.epochs()) / (epochs - warmup.epochs());
                yield minimum + (peak - minimum) * 0.5 * (1 + Math.cos(Math.PI * progress));
            }
        };
    }
}
