package org.masque.config;

/** Masking by rank (AttMask): section {@code masking.attmask}. */
@Meaning("Masking by rank in the map (AttMask).")
@OnlyIf(key = "masking.strategy", is = "attmask")
@Affects(Impact.TRAJECTORY)
public record AttMaskSettings(
        @Default("high") @Meaning("Which patches are masked.")
        RankKind choice,

        @Default("[0.1, 0.5]")
        @Within("(0, 1)")
        @Meaning(
                value =
                        "Share of the patches that are masked. It is drawn between the two numbers, once for each batch.",
                unit = "share")
        Span share,

        @Default("0.5")
        @Within("(0, 1]")
        @Meaning(
                value =
                        "Chance that an image of a batch is masked at all. An image that is not has no part in the loss.",
                unit = "chance")
        double chance) {
    public AttMaskSettings {
        Checks.require(AttMaskSettings.class, choice, share, chance);
    }
}
