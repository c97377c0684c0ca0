package org.masque.config;

/**
 * When pictures of what the network sees are drawn: section {@code pictures}.
 *
 * @param everySteps optimiser steps from one sheet to the next; 0: not by steps
 * @param everyEpochs epochs from one sheet to the next; 0: not by epochs
 * @param images images on a sheet, at least 1
 */
@Affects(Impact.HARMLESS)
public record PicturesSettings(
        @Default("0") @Within("[0, inf)") int everySteps,
        @Default("1") @Within("[0, inf)") int everyEpochs,
        @Default("8") @Within("[1, inf)") int images) {
    public PicturesSettings {
        Checks.require(PicturesSettings.class, everySteps, everyEpochs, images);
    }
}
