package org.masque.config;

/**
 * Masking by rank (AttMask): section {@code masking.attmask}.
 *
 * @param choice which patches are masked
 * @param share range of the share of masked patches, drawn evenly for each batch, both ends above 0 and below 1
 * @param chance that an image of a batch is masked at all, above 0; an image that is not has no part in the loss
 */
@Affects(Impact.TRAJECTORY)
public record AttMaskSettings(
        @Default("high") RankKind choice,
        @Default("[0.1, 0.5]") @Within("(0, 1)") Span share,
        @Default("0.5") @Within("(0, 1]") double chance) {
    public AttMaskSettings {
        Checks.require(AttMaskSettings.class, choice, share, chance);
    }
}
