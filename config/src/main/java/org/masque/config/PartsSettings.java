package org.masque.config;

/**
 * How semantic parts are found: section {@code parts}, for {@code masking.strategy = parts} and {@code masque parts}.
 *
 * @param provider who says which part a patch belongs to
 * @param count parts of an image, K, 2 to 127; {@code heads} has as many as the encoder has heads
 * @param encoder the frozen encoder: a safetensors file under the public names, a run's folder or a checkpoint's;
 *     empty: one is pre-trained with random masking first
 * @param pretrainEpochs epochs of that pre-training, at least 0; needed where {@code encoder} is empty
 * @param epochs passes over the images in which parts are learned, at least 1
 * @param batchSize images of a step of learning parts, at least 1
 * @param learningRate of learning parts, above 0
 * @param diversity weight of the loss that keeps the maps of parts apart, at least 0
 * @param presence weight of the loss that gives every part patches of its own, at least 0; 0 is as published
 * @param channels of the small decoder that draws images from parts, at least 1
 * @param gamma bends the way of masking from shares of every part to whole parts, above 0; published 2
 * @param kept share of the patches, those with most attention, that are masked among, above 0; the others are thrown,
 *     as SemMAE does with patches of 8 (0.25); 1: all
 */
@Affects(Impact.TRAJECTORY)
public record PartsSettings(
        @Default("learned") PartKind provider,
        @Default("6") @Within("[2, 127]") int count,
        @Default("\"\"") String encoder,
        @Default("0") @Within("[0, inf)") int pretrainEpochs,
        @Default("10") @Within("[1, inf)") int epochs,
        @Default("64") @Within("[1, inf)") int batchSize,
        @Default("1e-3") @Within("(0, inf)") double learningRate,
        @Default("1.0") @Within("[0, inf)") double diversity,
        @Default("1.0") @Within("[0, inf)") double presence,
        @Default("32") @Within("[1, 4096]") int channels,
        @Default("2") @Within("(0, inf)") double gamma,
        @Default("1") @Within("(0, 1]") double kept) {
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
