package org.masque.model.maps;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.masque.config.MapKind;
import org.masque.config.MaskingSettings;
import org.masque.config.RecipeLoader;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.TensorRef;
import org.masque.model.vit.PatchMaps;
import org.masque.model.vit.TinyNetworks;
import org.masque.model.vit.Weights;

@ExtendWith(NoTensorLeaks.class)
class MapProvidersTest {
    private static MaskingSettings masking(String... keys) {
        return RecipeLoader.load("quickstart", List.of(keys)).masking();
    }

    private static float[][] maps(MaskingSettings masking) {
        try (Weights weights = TinyNetworks.weights(1);
                TensorRef images = TinyNetworks.images(1, 2);
                Kernels kernels = KernelsProvider.open("simd");
                PatchMaps maps = MapProviders.of(masking).over(weights, kernels)) {
            return maps.of(images.tensor());
        }
    }

    // Maps of difficulty need a second decoder.
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "DIFFICULTY")
    void everyKindOfMapWeighsEachPatchFromNoughtToOne(MapKind kind) {
        float[][] maps = maps(
                masking("masking.map=" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-')));

        assertThat(maps).hasDimensions(2, TinyNetworks.SHAPE.patches());
        for (float[] map : maps) {
            for (float weight : map) {
                assertThat(weight).isBetween(0f, 1f);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FEATURE_CUT", "BORDER_DISTANCE"})
    void mapsOfFeaturesAreOfTheBlockThatTheRecipeNames(MapKind kind) {
        String map = "masking.map=" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-');

        float[][] last = maps(masking(map));

        assertThat(maps(masking(map, "masking.features.block=2"))).isDeepEqualTo(last);
        assertThat(maps(masking(map, "masking.features.block=1"))[0]).isNotEqualTo(last[0]);
    }
}
