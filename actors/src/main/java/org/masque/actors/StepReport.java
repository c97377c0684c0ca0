package org.masque.actors;

import org.masque.masking.StateCounts;

/**
 * What an applied step was like.
 *
 * @param step steps so far, this one and those left out included
 * @param totalSteps of the run
 * @param epoch of the step, 0-based
 * @param loss the step's loss
 * @param learningRate of the update
 * @param gradientNorm before clipping
 * @param samples views in the step
 * @param counts patches of a view in each state
 * @param mapAgeEpochs epochs since the maps that may be in use were made; -1 without maps
 * @param readyBatches batches ready behind the step's last
 * @param times where the step's time went
 */
public record StepReport(
        long step,
        long totalSteps,
        int epoch,
        double loss,
        double learningRate,
        double gradientNorm,
        int samples,
        StateCounts counts,
        int mapAgeEpochs,
        int readyBatches,
        Times times) {

    /**
     * Durations in nanoseconds: the parts of a step come one after the other, and with {@link #rest} make up its time.
     *
     * @param step from the update before, or the start, to this one: with snapshots, waiting, and steps left out
     * @param waitedForData without views
     * @param waitedForMasks with views, without states; and while the run stood still for its maps
     * @param forward from pixels to loss, of the worker that was done last
     * @param backward from loss to gradients, of the same worker
     * @param reduce summing gradients
     * @param update the optimiser
     */
    public record Times(
            long step, long waitedForData, long waitedForMasks, long forward, long backward, long reduce, long update) {
        /** What no part has: messages between actors, snapshots of the weights, steps left out. */
        public long rest() {
            return step - waitedForData - waitedForMasks - forward - backward - reduce - update;
        }
    }
}
