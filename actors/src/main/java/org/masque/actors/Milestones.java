package org.masque.actors;

import java.util.concurrent.TimeUnit;

/**
 * What is due after a step: checkpoints, evaluations, pictures.
 *
 * @param checkpoint rhythm of checkpoints
 * @param evaluation rhythm of evaluations
 * @param pictures rhythm of picture sheets
 * @param best whether the checkpoint of the best evaluation is kept
 */
public record Milestones(Rhythm checkpoint, Rhythm evaluation, Rhythm pictures, Best best) {
    /** Whether the checkpoint of the best evaluation is kept. */
    public enum Best {
        /** Each evaluation is given a checkpoint, as soon as the writer is free, and judged. */
        KEPT,
        /** Evaluations have nothing to do with checkpoints. */
        LEFT
    }

    /**
     * When something is due; each rule that is 0 is off.
     *
     * @param everySteps counted from the start of the run
     * @param everyEpochs at the end of such epochs
     * @param everyMinutes since the last time
     */
    public record Rhythm(long everySteps, int everyEpochs, double everyMinutes) {
        /** Never. */
        public static final Rhythm NEVER = new Rhythm(0, 0, 0);

        /**
         * Whether it is due after {@code step} steps, of {@code stepsPerEpoch} each epoch, {@code sinceNanos} after the
         * last time.
         */
        public boolean due(long step, int stepsPerEpoch, long sinceNanos) {
            return (everySteps > 0 && step % everySteps == 0)
                    || (everyEpochs > 0 && step % ((long) stepsPerEpoch * everyEpochs) == 0)
                    || (everyMinutes > 0 && sinceNanos >= everyMinutes * TimeUnit.MINUTES.toNanos(1));
        }
    }
}
