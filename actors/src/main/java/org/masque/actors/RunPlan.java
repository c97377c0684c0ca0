package org.masque.actors;

import java.util.Set;
import org.masque.actors.SideWork.Kind;
import org.masque.masking.MaskSchedule;
import org.masque.model.kernels.AdamStep;
import org.masque.model.optim.LearningRateSchedule;

/**
 * All that the coordinator must know of a run to decide when.
 *
 * @param schedule which samples are in which batch
 * @param totalSteps of the run
 * @param learningRate over epochs
 * @param optimizer the update's constants
 * @param masks which strategy each epoch uses, and when maps are due
 * @param refresh how maps are made anew
 * @param milestones what is due when
 * @param atEnd what is done once more at the end, of evaluation and pictures
 * @param limits when to give up
 */
public record RunPlan(
        BatchSchedule schedule,
        long totalSteps,
        LearningRateSchedule learningRate,
        Optimizer optimizer,
        MaskSchedule masks,
        Refresh refresh,
        Milestones milestones,
        Set<Kind> atEnd,
        Limits limits) {

    /**
     * Whether an epoch cannot begin before its maps are made: always in barrier mode, else only when the maps there are
     * have grown too old.
     *
     * @param mapsEpoch when the maps there are were made, or -1
     */
    boolean mustWaitForMaps(int epoch, int mapsEpoch) {
        if (!masks.usesMaps(epoch)) {
            return false;
        }
        if (refresh.mode() == RefreshMode.BARRIER) {
            return mapsEpoch < 0 || (masks.refreshDueBefore(epoch) && mapsEpoch != epoch);
        }
        return mapsEpoch >= 0 && epoch - mapsEpoch > refresh.maxAgeEpochs();
    }

    /**
     * Whether maps are to be made while an epoch trains: one epoch ahead, so that they are there when the epoch that
     * uses them begins.
     */
    boolean refreshDueDuring(int epoch, int mapsEpoch) {
        boolean missing = masks.usesMaps(epoch) && mapsEpoch < 0;
        return refresh.mode() == RefreshMode.CONCURRENT && (missing || masks.refreshDueBefore(epoch + 1));
    }

    /** The last epoch whose masks may be planned while {@code epoch} trains. */
    int plannableUpTo(int epoch) {
        boolean nextWaits = refresh.mode() == RefreshMode.BARRIER && masks.refreshDueBefore(epoch + 1);
        return nextWaits ? epoch : epoch + 1;
    }

    /**
     * AdamW's constants.
     *
     * @param beta1 decay of the first moment
     * @param beta2 decay of the second moment
     * @param epsilon added to the root of the second moment
     * @param clipNorm largest norm of a step's gradient, 0 for no limit
     */
    public record Optimizer(double beta1, double beta2, double epsilon, double clipNorm) {
        /** The update with a number, counted from 1. */
        AdamStep step(double learningRate, long update) {
            return new AdamStep((float) learningRate, (float) beta1, (float) beta2, (float) epsilon, update);
        }
    }

    /**
     * How maps are made anew.
     *
     * @param mode beside training or in a pause of it
     * @param maxAgeEpochs maps older than this make the run wait for the refresh under way
     */
    public record Refresh(RefreshMode mode, int maxAgeEpochs) {}

    /** Whether the optimiser works while maps are made. */
    public enum RefreshMode {
        /** It does; the trainer never waits, and masks depend on timing. */
        CONCURRENT,
        /** It waits, as in the papers; masks depend on the seed only. */
        BARRIER
    }

    /**
     * When to give up.
     *
     * @param emptySteps in a row
     * @param checkpointFailures in a row
     * @param recovery from bad steps
     */
    public record Limits(int emptySteps, int checkpointFailures, RecoveryPolicy recovery) {}
}
