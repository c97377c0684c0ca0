package org.masque.config;

/**
 * How semantic parts are found: section {@code parts}, for {@code masking.strategy = parts} and {@code masque parts}.
 */
@Meaning("How semantic parts are found, before the training with masks by parts. The command masque parts uses "
        + "these keys too.")
@OnlyIf(key = "masking.strategy", is = "parts")
@Affects(Impact.TRAJECTORY)
public record PartsSettings(
        @Default("learned") @Meaning("Who says which part a patch belongs to.")
        PartKind provider,

        @Default("6")
        @Within("[2, 127]")
        @Meaning(value = "Parts of an image.", unit = "parts")
        @OnlyIf(
                key = "parts.provider",
                is = {"learned", "image-clusters", "set-clusters"})
        int count,

        @Default("\"\"")
        @Meaning("The frozen encoder that parts are found with: a safetensors file under the public names, a run's "
                + "folder or a checkpoint's folder. Empty: one is pre-trained with random masks first.")
        @FilePath
        String encoder,

        @Default("0")
        @Within("[0, inf)")
        @Meaning(value = "Epochs of that pre-training; at least 1 where parts.encoder is empty.", unit = "epochs")
        @OnlyIf(key = "parts.encoder", is = "\"\"")
        int pretrainEpochs,

        @Default("10")
        @Within("[1, inf)")
        @Meaning(value = "Passes over the images in which parts are learned.", unit = "epochs")
        @OnlyIf(
                key = "parts.provider",
                is = {"learned", "set-clusters"})
        int epochs,

        @Default("64")
        @Within("[1, inf)")
        @Meaning(value = "Images of a step in which parts are learned.", unit = "images")
        @OnlyIf(
                key = "parts.provider",
                is = {"learned", "set-clusters"})
        int batchSize,

        @Default("1e-3")
        @Within("(0, inf)")
        @Meaning(value = "Learning rate with which parts are learned.", unit = "per step")
        @OnlyIf(key = "parts.provider", is = "learned")
        double learningRate,

        @Default("1.0")
        @Within("[0, inf)")
        @Meaning(value = "Weight of the loss that keeps the maps of parts apart.", unit = "factor")
        @OnlyIf(key = "parts.provider", is = "learned")
        double diversity,

        @Default("1.0")
        @Within("[0, inf)")
        @Meaning(
                value = "Weight of the loss that gives every part patches of its own. Published is 0.",
                unit = "factor")
        @OnlyIf(key = "parts.provider", is = "learned")
        double presence,

        @Default("32")
        @Within("[1, 4096]")
        @Meaning(value = "Channels of the small decoder that draws images from parts.", unit = "channels")
        @OnlyIf(key = "parts.provider", is = "learned")
        int channels,

        @Default("2")
        @Within("(0, inf)")
        @Meaning(
                value =
                        "Bends the way from masking shares of every part, in the first epoch, to masking whole parts, in the "
                                + "last. Above 1 whole parts come later. Published is 2.",
                unit = "exponent")
        double gamma,

        @Default("1")
        @Within("(0, 1]")
        @Meaning(
                value =
                        "Share of the patches, those with most attention, that are masked among; the others are thrown. "
                                + "SemMAE does so with patches of 8 pixels (0.25). 1: all are kept.",
                unit = "share")
        double kept) {
    public PartsSettings {
        Checks.require(
                PartsSettings.class,
                provider,
                count,
                encoder,
                pretrainEpochs,
                epochs,
                batchSize,
                learningRate,
                diversity,
                presence,
                channels,
                gamma,
                kept);
    }
}
