package org.masque.config;

/**
 * What is masked: section {@code masking}. Of N cells, {@code random} leaves int(N (1 - ratio)) visible and masks the
 * rest; {@code attention} masks int(N masked), throws int(N (masked + thrown)) less those, and leaves the rest visible.
 * Where the encoder sees all tokens, shares are rounded up instead: ceil(N ratio), ceil(N masked), ceil(N thrown).
 *
 * @param strategy how the states of the patches are chosen
 * @param ratio share of masked patches in random masking, above 0 and below 1; also before {@code startEpoch}
 * @param masked share of masked patches in attention masking, above 0 and below 1
 * @param thrown share of thrown patches in attention masking, at least 0; with {@code masked} below 1
 * @param cellSize side of a cell, in patches, at least 1; all patches of a cell share its state. It divides the rows
 *     and columns of patches
 * @param startEpoch first epoch, 0-based, that uses attention; random masking before it
 * @param refreshInterval epochs from one computation of the maps to the next, at least 1
 * @param refresh whether training waits for the maps
 * @param maxAge age of a map, in epochs, above which training waits for newer ones, not below {@code refreshInterval};
 *     0: twice {@code refreshInterval}
 */
@Affects(Impact.TRAJECTORY)
public record MaskingSettings(
        @Default("random") MaskingKind strategy,
        @Default("0.75") @Within("(0, 1)") double ratio,
        @Default("0.45") @Within("(0, 1)") double masked,
        @Default("0.40") @Within("[0, 1)") double thrown,
        @Default("1") @Within("[1, inf)") int cellSize,
        @Default("40") @Within("[0, inf)") int startEpoch,
        @Default("40") @Within("[1, 1000000]") int refreshInterval,
        @Default("concurrent") RefreshKind refresh,
        @Default("0") @Within("[0, inf)") int maxAge) {
    public MaskingSettings {
        Checks.require(
                MaskingSettings.class,
                strategy,
                ratio,
                masked,
                thrown,
                cellSize,
                startEpoch,
                refreshInterval,
                refresh,
                maxAge);
    }

    /** The oldest a map may be, in epochs: {@code maxAge}, or what its 0 stands for. */
    public int oldestMap() {
        return maxAge == 0 ? Math.multiplyExact(2, refreshInterval) : maxAge;
    }
}
