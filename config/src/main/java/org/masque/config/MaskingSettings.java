package org.masque.config;

/**
 * What is masked: section {@code masking}. Of N cells, {@code random} leaves int(N (1 - ratio)) visible and masks the
 * rest; {@code attention} masks int(N masked), throws int(N (masked + thrown)) less those, and leaves the rest visible.
 * Where the encoder sees all tokens, shares are rounded up instead: ceil(N ratio), ceil(N masked), ceil(N thrown).
 *
 * @param strategy how the states of the patches are chosen
 * @param ratio share of masked patches in {@code random}, {@code block} and {@code hpm}, and of random masking before
 *     {@code startEpoch}, above 0 and below 1
 * @param masked share of masked patches in attention masking, above 0 and below 1
 * @param thrown share of thrown patches in attention masking, at least 0; with {@code masked} below 1
 * @param cellSize side of a cell, in patches, at least 1; all patches of a cell share its state. It divides the rows
 *     and columns of patches
 * @param map what the map of an image is made of, for the strategies that use one
 * @param mapFrom whose weights maps are made of
 * @param startEpoch first epoch, 0-based, that uses maps; random masking before it
 * @param refreshInterval epochs from one computation of the maps to the next, at least 1
 * @param refresh whether training waits for the maps
 * @param maxAge age of a map, in epochs, above which training waits for newer ones, not below {@code refreshInterval};
 *     0: twice {@code refreshInterval}
 * @param attmask masking by rank
 * @param hpm mining of hard patches
 * @param block masking by rectangles
 * @param grid masking by a grid
 * @param famt FAMT's map
 * @param teacher the moving average of the weights
 */
@Affects(Impact.TRAJECTORY)
public record MaskingSettings(
        @Default("random") MaskingKind strategy,
        @Default("0.75") @Within("(0, 1)") double ratio,
        @Default("0.45") @Within("(0, 1)") double masked,
        @Default("0.40") @Within("[0, 1)") double thrown,
        @Default("1") @Within("[1, inf)") int cellSize,
        @Default("attention") MapKind map,
        @Default("student") MapSourceKind mapFrom,
        @Default("40") @Within("[0, inf)") int startEpoch,
        @Default("40") @Within("[1, 1000000]") int refreshInterval,
        @Default("concurrent") RefreshKind refresh,
        @Default("0") @Within("[0, inf)") int maxAge,
        AttMaskSettings attmask,
        HpmSettings hpm,
        BlockSettings block,
        GridSettings grid,
        FamtSettings famt,
        TeacherSettings teacher) {
    public MaskingSettings {
        Checks.require(
                MaskingSettings.class,
                strategy,
                ratio,
                masked,
                thrown,
                cellSize,
                map,
                mapFrom,
                startEpoch,
                refreshInterval,
                refresh,
                maxAge,
                attmask,
                hpm,
                block,
                grid,
                famt,
                teacher);
    }

    /** Whether a moving average of the weights is kept, for maps. */
    public boolean hasTeacher() {
        return strategy.needs() == MaskingKind.Needs.MAP && mapFrom == MapSourceKind.TEACHER;
    }

    /** The oldest a map may be, in epochs: {@code maxAge}, or what its 0 stands for. */
    public int oldestMap() {
        return maxAge == 0 ? Math.multiplyExact(2, refreshInterval) : maxAge;
    }
}
