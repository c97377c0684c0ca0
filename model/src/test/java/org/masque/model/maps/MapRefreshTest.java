package org.masque.model.maps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.masque.model.data.ImageViews;
import org.masque.model.data.NumberedImages;
import org.masque.model.data.Views;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.Tensor;
import org.masque.model.vit.AttentionMaps;
import org.masque.model.vit.PatchMaps;
import org.masque.model.vit.TinyNetworks;
import org.masque.model.vit.Weights;

@ExtendWith(NoTensorLeaks.class)
class MapRefreshTest {
    private static final MapStamp STAMP = new MapStamp(17, 3);

    @TempDir
    private Path folder;

    private MapStore store(int images) throws IOException {
        return MapStore.open(folder.resolve("maps"), images, TinyNetworks.SHAPE.grid());
    }

    @Test
    void everyReadableImageGetsTheMapOfItsWholeView() throws IOException {
        int images = 150;
        ImageViews whole = new NumberedImages(images, 0, 70).whole();
        try (Weights weights = TinyNetworks.weights(1);
                Kernels kernels = KernelsProvider.open("simd");
                AttentionMaps maps = new AttentionMaps(weights, kernels);
                MapStore store = store(images)) {
            MapRefresh refresh = new MapRefresh(whole, maps, store, images, STAMP);
            int calls = 1;
            while (refresh.advance()) {
                calls++;
            }

            assertThat(calls).isEqualTo(3);
            assertThat(store.coverage().written()).isEqualTo(148);
            assertThat(store.stamp(0)).isNull();
            assertThat(store.stamp(70)).isNull();
            for (int image : new int[] {1, 63, 64, 69, 71, 127, 128, 149}) {
                assertThat(store.stamp(image)).isEqualTo(STAMP);
                assertHolds(store, image, mapOf(whole, maps, image));
            }
        }
    }

    private static float[] mapOf(ImageViews whole, AttentionMaps maps, int image) {
        try (Views view = whole.load(0, new int[] {image})) {
            return maps.of(view.tensor())[0];
        }
    }

    private static void assertHolds(MapStore store, int image, float[] expected) {
        float[] stored = new float[expected.length];
        assertThat(store.read(image, stored)).isTrue();
        assertThat(stored).as("image %d", image).containsExactly(expected, within(1f / 65535));
    }

    @Test
    void mapsThatSayNothingAreCounted() throws IOException {
        int images = 70;
        PatchMaps maps = new PatchMaps() {
            private int made;

            @Override
            public float[][] of(Tensor views) {
                float[][] all = new float[(int) views.shape()[0]]
                        [TinyNetworks.SHAPE.grid().patches()];
                for (float[] map : all) {
                    Arrays.fill(map, 1);
                    // Every tenth is uniform.
                    map[1] = made++ % 10 == 0 ? 1 : 0.5f;
                }
                return all;
            }

            @Override
            public void close() {}
        };
        try (maps;
                MapStore store = store(images)) {
            MapRefresh refresh = new MapRefresh(new NumberedImages(images).whole(), maps, store, images, STAMP);
            while (refresh.advance()) {
                assertThat(refresh.uniform()).isEqualTo(7);
            }

            assertThat(refresh.uniform()).isEqualTo(7);
        }
    }

    @Test
    void whatIsWrittenBeforeAStopStays() throws IOException {
        int images = 130;
        try (Weights weights = TinyNetworks.weights(2);
                Kernels kernels = KernelsProvider.open("simd");
                AttentionMaps maps = new AttentionMaps(weights, kernels);
                MapStore store = store(images)) {
            assertThat(new MapRefresh(new NumberedImages(images).whole(), maps, store, images, STAMP).advance())
                    .isTrue();

            assertThat(store.coverage().written()).isEqualTo(64);
            assertThat(store.stamp(63)).isEqualTo(STAMP);
            assertThat(store.stamp(64)).isNull();
        }
    }

    @Test
    void aLaterRefreshReplacesMapsAndStamps() throws IOException {
        try (Weights first = TinyNetworks.weights(3);
                Weights second = TinyNetworks.weights(4);
                Kernels kernels = KernelsProvider.open("simd");
                AttentionMaps old = new AttentionMaps(first, kernels);
                AttentionMaps latest = new AttentionMaps(second, kernels);
                MapStore store = store(5)) {
            ImageViews whole = new NumberedImages(5).whole();
            MapRefresh refresh = new MapRefresh(whole, old, store, 5, STAMP);
            assertThat(refresh.advance()).isFalse();
            assertThat(new MapRefresh(whole, latest, store, 5, new MapStamp(18, 4)).advance())
                    .isFalse();
            assertThat(refresh.advance()).as("after the end").isFalse();

            assertThat(store.stamp(2)).isEqualTo(new MapStamp(18, 4));
            assertHolds(store, 2, mapOf(whole, latest, 2));
        }
    }

    @Test
    void aWalkOverBadImagesOnlyWritesNothing() throws IOException {
        try (Weights weights = TinyNetworks.weights(5);
                Kernels kernels = KernelsProvider.open("simd");
                AttentionMaps maps = new AttentionMaps(weights, kernels);
                MapStore store = store(2)) {
            new MapRefresh(new NumberedImages(2, 0, 1).whole(), maps, store, 2, STAMP).advance();

            assertThat(store.coverage().written()).isZero();
        }
    }
}
