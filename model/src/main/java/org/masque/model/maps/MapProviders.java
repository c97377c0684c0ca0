package org.masque.model.maps;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import org.masque.config.MapKind;
import org.masque.config.MaskingSettings;
import org.masque.model.vit.AttentionMaps;
import org.masque.model.vit.AttentionMaps.Stretch;
import org.masque.model.vit.DifficultyMaps;
import org.masque.model.vit.FamtMaps;
import org.masque.model.vit.FamtMaps.Factor;
import org.masque.model.vit.FeatureMaps;
import org.masque.model.vit.MapProvider;

/** Every kind of map that a recipe can name. A new one is a line of {@link #PROVIDERS}. */
@SuppressWarnings("MustBeClosedChecker") // whoever asks a provider for maps closes them
public final class MapProviders {
    private static final Map<MapKind, Function<MaskingSettings, MapProvider>> PROVIDERS = new EnumMap<>(Map.of(
            MapKind.ATTENTION, masking -> AttentionMaps::new,
            MapKind.MEAN_ATTENTION, masking -> (weights, kernels) -> new AttentionMaps(weights, kernels, Stretch.NONE),
            MapKind.FAMT,
                    masking -> (weights, kernels) ->
                            new FamtMaps(weights, kernels, masking.famt().frequency() ? Factor.FREQUENCY : Factor.NONE),
            MapKind.DIFFICULTY, masking -> DifficultyMaps::new,
            MapKind.FEATURE_CUT,
                    masking -> (weights, kernels) -> FeatureMaps.cut(
                            weights,
                            kernels,
                            masking.features().block(),
                            masking.features().threshold()),
            MapKind.BORDER_DISTANCE,
                    masking -> (weights, kernels) -> FeatureMaps.borderDistance(
                            weights, kernels, masking.features().block())));

    private MapProviders() {}

    /** The kind of map that these settings name. */
    public static MapProvider of(MaskingSettings masking) {
        return of(masking.map(), masking);
    }

    /** Another kind of map, made as these settings say. */
    public static MapProvider of(MapKind kind, MaskingSettings masking) {
        Function<MaskingSettings, MapProvider> provider = PROVIDERS.get(kind);
        if (provider == null) {
            throw new IllegalStateException("no maps are registered for " + kind);
        }
        return provider.apply(masking);
    }
}
