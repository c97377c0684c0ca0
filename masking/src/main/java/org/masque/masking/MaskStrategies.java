package org.masque.masking;

import java.util.EnumMap;
import java.util.Map;
import org.masque.config.EncoderKind;
import org.masque.config.MaskingKind;
import org.masque.config.MaskingKind.Needs;
import org.masque.config.MaskingSettings;
import org.masque.config.Recipe;

/** Every strategy that a recipe can name, and what its settings mean. A new one is a line of {@link #MAKERS}. */
public final class MaskStrategies {
    /** Makes a strategy from the settings of masking; {@code rounding} follows from what the encoder sees. */
    private interface Maker {
        MaskStrategy of(MaskingSettings masking, Rounding rounding);
    }

    private static final Map<MaskingKind, Maker> MAKERS = new EnumMap<>(Map.of(
            MaskingKind.RANDOM, (masking, rounding) -> new RandomMasking(masking.ratio(), rounding),
            MaskingKind.ATTENTION,
                    (masking, rounding) -> new AttentionMasking(masking.masked(), masking.thrown(), rounding),
            MaskingKind.ATTMASK, (masking, rounding) -> RankedMasking.of(masking.attmask()),
            MaskingKind.HPM,
                    (masking, rounding) ->
                            new HardPatchMasking(masking.ratio(), masking.hpm().hardest()),
            MaskingKind.BLOCK,
                    (masking, rounding) ->
                            new BlockMasking(masking.ratio(), masking.block().smallest()),
            MaskingKind.GRID,
                    (masking, rounding) -> new GridMasking(masking.grid().side())));

    private MaskStrategies() {}

    /** Which strategy each epoch of a recipe uses. One that needs nothing of an image is used from the first epoch. */
    public static MaskSchedule schedule(Recipe recipe) {
        MaskingSettings masking = recipe.masking();
        int epochs = recipe.run().epochs();
        MaskStrategy named = strategy(masking.strategy(), recipe);
        return masking.strategy().needs() == Needs.NOTHING
                ? MaskSchedule.always(named, epochs)
                : new MaskSchedule(
                        strategy(MaskingKind.RANDOM, recipe),
                        named,
                        masking.startEpoch(),
                        masking.refreshInterval(),
                        epochs);
    }

    private static MaskStrategy strategy(MaskingKind kind, Recipe recipe) {
        Maker maker = MAKERS.get(kind);
        if (maker == null) {
            throw new IllegalStateException("no strategy is registered for " + kind);
        }
        Rounding rounding = recipe.objective().encoder() == EncoderKind.ALL ? Rounding.UP : Rounding.DOWN;
        MaskingSettings masking = recipe.masking();
        MaskStrategy strategy = maker.of(masking, rounding);
        return masking.cellSize() == 1 ? strategy : new CellMasking(strategy, masking.cellSize());
    }
}
