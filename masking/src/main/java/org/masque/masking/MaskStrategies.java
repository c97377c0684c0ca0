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
    /** Makes a strategy from a recipe; {@code rounding} follows from what the encoder sees. */
    private interface Maker {
        MaskStrategy of(Recipe recipe, Rounding rounding);
    }

    private static final Map<MaskingKind, Maker> MAKERS = new EnumMap<>(Map.of(
            MaskingKind.RANDOM,
                    (recipe, rounding) -> new RandomMasking(recipe.masking().ratio(), rounding),
            MaskingKind.ATTENTION,
                    (recipe, rounding) -> new AttentionMasking(
                            recipe.masking().masked(), recipe.masking().thrown(), rounding),
            MaskingKind.ATTMASK,
                    (recipe, rounding) -> RankedMasking.of(recipe.masking().attmask()),
            MaskingKind.HPM,
                    (recipe, rounding) -> new HardPatchMasking(
                            recipe.masking().ratio(), recipe.masking().hpm().hardest()),
            MaskingKind.BLOCK,
                    (recipe, rounding) -> new BlockMasking(
                            recipe.masking().ratio(), recipe.masking().block().smallest()),
            MaskingKind.GRID,
                    (recipe, rounding) ->
                            new GridMasking(recipe.masking().grid().side()),
            MaskingKind.PARTS, (recipe, rounding) -> byParts(recipe)));

    private MaskStrategies() {}

    /** Which strategy each epoch of a recipe uses. One that needs nothing of an image is used from the first epoch. */
    public static MaskSchedule schedule(Recipe recipe) {
        MaskingSettings masking = recipe.masking();
        int epochs = recipe.run().epochs();
        MaskStrategy named = strategy(masking.strategy(), recipe);
        return masking.strategy().needs() == Needs.MAP
                ? new MaskSchedule(
                        strategy(MaskingKind.RANDOM, recipe),
                        named,
                        masking.startEpoch(),
                        masking.refreshInterval(),
                        epochs)
                : MaskSchedule.always(named, epochs);
    }

    private static MaskStrategy strategy(MaskingKind kind, Recipe recipe) {
        Maker maker = MAKERS.get(kind);
        if (maker == null) {
            throw new IllegalStateException("no strategy is registered for " + kind);
        }
        Rounding rounding = recipe.objective().encoder() == EncoderKind.ALL ? Rounding.UP : Rounding.DOWN;
        MaskingSettings masking = recipe.masking();
        MaskStrategy strategy = maker.of(recipe, rounding);
        return masking.cellSize() == 1 ? strategy : new CellMasking(strategy, masking.cellSize());
    }

    private static MaskStrategy byParts(Recipe recipe) {
        PartMasking masking =
                new PartMasking(recipe.masking().ratio(), recipe.parts().gamma());
        double kept = recipe.parts().kept();
        return kept == 1 ? masking : new AttendedMasking(masking, kept);
    }
}
