package org.masque.actors;

import java.util.Optional;
import java.util.OptionalDouble;
import org.masque.actors.BadStep.Cause;
import org.masque.actors.Recovery.Rollback;

/**
 * Which steps are bad, and when a run goes back to a checkpoint because of them.
 *
 * <p>A bad step is left out. If several in a row are bad the weights are no longer good, or the data are not: the run
 * goes back to before them, and never takes them again.
 *
 * @param badSteps in a row, after which the run goes back
 * @param spikeFactor a loss above so many times the median of the last ones is bad; 0: none is
 * @param spikeWindow losses that the median is of
 * @param leaveOutBefore steps before the first bad one that are left out too
 * @param rateFactor of the learning rate, from the left-out steps on
 * @param maxRollbacks at the next time the run ends
 */
public record RecoveryPolicy(
        int badSteps, double spikeFactor, int spikeWindow, int leaveOutBefore, double rateFactor, int maxRollbacks) {

    /** What is wrong with a step's loss and gradient; empty if nothing is. */
    Optional<Cause> judge(Recovery recovery, double loss, double gradientNorm) {
        if (!Double.isFinite(loss) || !Double.isFinite(gradientNorm)) {
            return Optional.of(Cause.NOT_FINITE);
        }
        OptionalDouble median = recovery.median(spikeWindow);
        boolean spike = spikeFactor > 0 && median.isPresent() && loss > spikeFactor * median.getAsDouble();
        return spike ? Optional.of(Cause.SPIKE) : Optional.empty();
    }

    /** Whether too many steps in a row were bad. */
    boolean mustGoBack(Recovery recovery) {
        return recovery.badInARow() >= badSteps;
    }

    /** Whether the run has gone back as often as it may. */
    boolean mustGiveUp(Recovery recovery) {
        return recovery.rollbacks().size() >= maxRollbacks;
    }

    /** What is left out after going back, when the last step done was bad. */
    Rollback rollback(RunCursor cursor) {
        long firstBad = cursor.step() - cursor.recovery().badInARow();
        return new Rollback(Math.max(0, firstBad - leaveOutBefore), cursor.step() - 1, rateFactor);
    }
}
