package org.masque.config;

/**
 * What becomes of a run whose loss is not finite or leaps: section {@code recovery}. Such a step changes no weight;
 * several in a row make the run go back to the last good checkpoint and leave their batches out.
 */
@Meaning("What happens when the loss is not finite or leaps. Such a step changes no weight; several in a row "
        + "make the run go back to the last good checkpoint and leave their batches out.")
@Affects(Impact.HARMLESS)
public record RecoverySettings(
        @Default("5")
        @Within("[1, inf)")
        @Meaning(value = "Steps in a row, not finite or a spike, after which the run goes back.", unit = "steps")
        int badSteps,

        @Default("4")
        @Within("[0, inf)")
        @Meaning(
                value = "A loss above so many times the median of the last ones is a spike. 0: none is.",
                unit = "factor")
        double spikeFactor,

        @Default("50")
        @Within("[5, 10000]")
        @Meaning(
                value =
                        "Steps whose losses the median is of. Before there were so many, and since the masks last changed, no "
                                + "loss is a spike.",
                unit = "steps")
        int spikeWindow,

        @Default("1")
        @Within("[0, inf)")
        @Meaning(
                value =
                        "Steps before the first bad one that are left out too, since the update that spoilt the weights came "
                                + "before the loss that shows it.",
                unit = "steps")
        int leaveOutBefore,

        @Default("1")
        @Within("(0, 1]")
        @Meaning(
                value = "What the learning rate is multiplied by, each time, from the left-out steps on.",
                unit = "factor")
        double learningRateFactor,

        @Default("2")
        @Within("[0, inf)")
        @Meaning(value = "How often a run goes back. The next time it ends with 65.", unit = "times")
        int maxRollbacks) {
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
