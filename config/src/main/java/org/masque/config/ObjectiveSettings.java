package org.masque.config;

/** What is learnt: section {@code objective}. */
@Meaning("What is learnt.")
@Affects(Impact.TRAJECTORY)
public record ObjectiveSettings(
        @Default("visible") @Affects(Impact.SHAPE) @Meaning("Which tokens the encoder sees.")
        EncoderKind encoder,

        @Default("none")
        @Affects(Impact.SHAPE)
        @Meaning("Whether a second decoder learns how hard each patch is, and how. Maps of difficulty are made with "
                + "it.")
        @OnlyIf(key = "objective.encoder", is = "visible")
        DifficultyKind difficulty,

        @Default("normalized-pixels") @Meaning("What is predicted for a masked patch.")
        TargetKind target,

        @Default("squared") @Meaning("How the error of a predicted pixel is counted.")
        LossKind loss) {}
