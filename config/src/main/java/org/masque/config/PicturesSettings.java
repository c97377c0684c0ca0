package org.masque.config;

/** When pictures of what the network sees are drawn: section {@code pictures}. */
@Meaning("When pictures of what the network sees are drawn.")
@Affects(Impact.HARMLESS)
public record PicturesSettings(
        @Default("0")
        @Within("[0, inf)")
        @Meaning(value = "Optimiser steps from one sheet of pictures to the next. 0: not by steps.", unit = "steps")
        int everySteps,

        @Default("1")
        @Within("[0, inf)")
        @Meaning(value = "Epochs from one sheet of pictures to the next. 0: not by epochs.", unit = "epochs")
        int everyEpochs,

        @Default("8") @Within("[1, inf)") @Meaning(value = "Images on a sheet.", unit = "images")
        int images) {
    public PicturesSettings {
        Checks.require(PicturesSettings.class, everySteps, everyEpochs, images);
    }
}
