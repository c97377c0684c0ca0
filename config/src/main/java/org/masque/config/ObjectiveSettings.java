package org.masque.config;

/**
 * What is learnt: section {@code objective}.
 *
 * @param encoder which tokens the encoder sees
 * @param target what is predicted for a masked patch
 */
@Affects(Impact.TRAJECTORY)
public record ObjectiveSettings(
        @Default("visible") EncoderKind encoder,
        @Default("normalized-pixels") TargetKind target) {}
