package org.masque.config;

/**
 * What becomes of a run whose loss is not finite or leaps: section {@code recovery}. Such a step changes no weight;
 * several in a row make the run go back to the last good checkpoint and leave their batches out.
 *
 * @param badSteps steps in a row, not finite or a spike, after which the run goes back, at least 1
 * @param spikeFactor a loss above so many times the median of the last ones is a spike, above 1; 0: none is
 * @param spikeWindow applied steps whose losses the median is of, at least 5; before so many, and since the masks last
 *     changed, no loss is a spike
 * @param leaveOutBefore steps before the first bad one that are left out too: the update that spoilt the weights came
 *     before the loss that shows it
 * @param learningRateFactor what the learning rate is multiplied by from the left-out steps on, each time, above 0 and
 *     at most 1
 * @param maxRollbacks how often a run goes back; at the next time it ends
 */
@Affects(Impact.HARMLESS)
public record RecoverySettings(
        @Default("5") @Within("[1, inf)") int badSteps,
        @Default("4") @Within("[0, inf)") double spikeFactor,
        @Default("50") @Within("[5, 10000]") int spikeWindow,
        @Default("1") @Within("[0, inf)") int leaveOutBefore,
        @Default("1") @Within("(0, 1]") double learningRateFactor,
        @Default("2") @Within("[0, inf)") int maxRollbacks) {
    public RecoverySettings {
        Checks.require(
                RecoverySettings.class,
                badSteps,
                spikeFactor,
                spikeWindow,
                leaveOutBefore,
                learningRateFactor,
                maxRollbacks);
    }
}
