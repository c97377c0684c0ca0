package org.masque.config;

/** When checkpoints are written and which are kept: section {@code checkpoint}. One is always written at the end. */
@Meaning("When checkpoints are written and which are kept. One is always written at the end.")
@Affects(Impact.HARMLESS)
public record CheckpointSettings(
        @Default("0")
        @Within("[0, inf)")
        @Meaning(value = "Optimiser steps from one checkpoint to the next. 0: not by steps.", unit = "steps")
        int everySteps,

        @Default("1")
        @Within("[0, inf)")
        @Meaning(value = "Epochs from one checkpoint to the next. 0: not by epochs.", unit = "epochs")
        int everyEpochs,

        @Default("10")
        @Within("[0, inf)")
        @Meaning(
                value = "Minutes, not necessarily whole, from one checkpoint to the next. 0: not by time.",
                unit = "minutes")
        double everyMinutes,

        @Default("3")
        @Within("[1, inf)")
        @Meaning(value = "How many of the newest checkpoints are kept.", unit = "checkpoints")
        int keepLast,

        @Default("0")
        @Within("[0, inf)")
        @Meaning(
                value = "The first checkpoint of every epoch that is a multiple of this is kept for good. 0: none is.",
                unit = "epochs")
        int keepEveryEpochs,

        @Default("knn")
        @Meaning("Also keeps the checkpoint of the best evaluation, by this accuracy of the first of "
                + "evaluation.features. Each evaluation is given a checkpoint then. It needs evaluation.everyEpochs "
                + "above 0.")
        BestKind keepBest,

        @Default("3")
        @Within("[1, inf)")
        @Meaning(value = "Failed writes in a row after which the run stops.", unit = "failures")
        int maxFailures) {
    public CheckpointSettings {
        Checks.require(
                CheckpointSettings.class,
                everySteps,
                everyEpochs,
                everyMinutes,
                keepLast,
                keepEveryEpochs,
                keepBest,
                maxFailures);
    }
}
