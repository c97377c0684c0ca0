package org.masque.config;

/**
 * Mining of hard patches (HPM): section {@code masking.hpm}. {@code masking.ratio} is the share of masked patches.
 *
 * @param hardest share of the masked patches that difficulty chooses at the end of the run, from 0 up to there; 0 to 1
 */
@Affects(Impact.TRAJECTORY)
public record HpmSettings(@Default("0.5") @Within("[0, 1]") double hardest) {
    public HpmSettings {
        Checks.require(HpmSettings.class, hardest);
    }
}
