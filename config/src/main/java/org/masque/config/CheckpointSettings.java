package org.masque.config;

/**
 * When checkpoints are written and which are kept: section {@code checkpoint}. One is always written at the end.
 *
 * @param everySteps optimiser steps from one to the next; 0: not by steps
 * @param everyEpochs epochs from one to the next; 0: not by epochs
 * @param everyMinutes minutes from one to the next, not necessarily whole; 0: not by time
 * @param keepLast newest checkpoints that are kept, at least 1
 * @param keepEveryEpochs checkpoints at multiples of so many epochs are kept for good; 0: none
 * @param keepBest besides, the checkpoint of the best evaluation is kept, by this accuracy of the first of
 *     {@code evaluation.features}; each evaluation is given a checkpoint then. Says nothing where
 *     {@code evaluation.everyEpochs} is 0
 * @param maxFailures failed writes in a row after which the run stops, at least 1
 */
@Affects(Impact.HARMLESS)
public record CheckpointSettings(
        @Default("0") @Within("[0, inf)") int everySteps,
        @Default("1") @Within("[0, inf)") int everyEpochs,
        @Default("10") @Within("[0, inf)") double everyMinutes,
        @Default("3") @Within("[1, inf)") int keepLast,
        @Default("0") @Within("[0, inf)") int keepEveryEpochs,
        @Default("knn") BestKind keepBest,
        @Default("3") @Within("[1, inf)") int maxFailures) {
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
