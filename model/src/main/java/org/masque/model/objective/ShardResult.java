package org.masque.model.objective;

/**
 * What came of some images of a step.
 *
 * @param loss their share of the step's loss
 * @param forwardNanos from pixels to loss
 * @param backwardNanos from loss to gradients
 */
public record ShardResult(double loss, long forwardNanos, long backwardNanos) {
    /** Nothing yet. */
    public static final ShardResult NONE = new ShardResult(0, 0, 0);

    /** Time in all. */
    public long nanos() {
        return forwardNanos + backwardNanos;
    }

    ShardResult plus(ShardResult other) {
        return new ShardResult(
                loss + other.loss, forwardNanos + other.forwardNanos, backwardNanos + other.backwardNanos);
    }
}
