package org.masque.config;

/** Mining of hard patches (HPM): section {@code masking.hpm}. {@code masking.ratio} is the share of masked patches. */
@Meaning("Mining of hard patches (HPM). masking.ratio is the share of masked patches.")
@OnlyIf(key = "masking.strategy", is = "hpm")
@Affects(Impact.TRAJECTORY)
public record HpmSettings(
        @Default("0.5")
        @Within("[0, 1]")
        @Meaning(
                value =
                        "Share of the masked patches that difficulty chooses in the last epoch. It grows evenly from 0; the "
                                + "other masked patches are drawn at random.",
                unit = "share")
        double hardest) {
    public HpmSettings {
        Checks.require(HpmSettings.class, hardest);
    }
}
