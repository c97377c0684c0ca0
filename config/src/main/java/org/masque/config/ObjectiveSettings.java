package org.masque.config;

/**
 * What is learnt: section {@code objective}.
 *
 * @param encoder which tokens the encoder sees
 * @param target what is predicted for a masked patch
 * @param difficulty whether and how the difficulty of a patch is learnt
 * @param loss how the error of a pixel is counted
 */
@Affects(Impact.TRAJECTORY)
public record ObjectiveSettings(
        @Default("visible") @Affects(Impact.SHAPE) EncoderKind encoder,
        @Default("none") @Affects(Impact.SHAPE) DifficultyKind difficulty,
        @Default("normalized-pixels") TargetKind target,
        @Default("squared") LossKind loss) {}
