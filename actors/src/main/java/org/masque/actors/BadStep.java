package org.masque.actors;

import java.util.List;
import java.util.Locale;

/**
 * A step that was left out, since its numbers were bad.
 *
 * @param step 0-based
 * @param cause what was bad
 * @param loss of the step
 * @param medianLoss of the last applied steps; NaN while there are too few
 * @param gradientNorm before clipping
 * @param learningRate that it would have had
 * @param ids of its samples
 * @param samples their names
 */
public record BadStep(
        long step,
        Cause cause,
        double loss,
        double medianLoss,
        double gradientNorm,
        double learningRate,
        List<Integer> ids,
        List<String> samples) {
    /** What was bad; a closed list, for a metric's label. */
    public enum Cause {
        /** The loss or the gradient was infinite or not a number. */
        NOT_FINITE,
        /** The loss was far above those before. */
        SPIKE;

        /** The name in the log. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public BadStep {
        ids = List.copyOf(ids);
        samples = List.copyOf(samples);
    }
}
