package org.masque.model.vit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.TensorRef;

@ExtendWith(NoTensorLeaks.class)
class AttentionMapsTest {
    private static final int IMAGES = 5;

    @ParameterizedTest(name = "{0}, seed {1}")
    @CsvSource({"simd, 1", "simd, 2", "nd4j, 3"})
    void theMapOfAnImageDoesNotDependOnItsNeighbours(String choice, long seed) {
        try (Weights weights = TinyNetworks.weights(seed);
                TensorRef images = TinyNetworks.images(seed, IMAGES);
                TensorRef others = TinyNetworks.images(seed + 100, IMAGES);
                Kernels kernels = KernelsProvider.open(choice);
                AttentionMaps maps = new AttentionMaps(weights, kernels)) {
            float[] map = maps.of(images.tensor())[2];
            long size = images.tensor().length() / IMAGES;
            others.tensor().slice(2 * size, size).copyFrom(images.tensor().slice(2 * size, size));

            assertThat(maps.of(others.tensor())[2]).isEqualTo(map);
        }
    }

    // Up to rounding: a product of another height may add in another order. A stored map is coarser than that.
    @ParameterizedTest(name = "{0}, seed {1}")
    @CsvSource({"simd, 1", "simd, 2", "nd4j, 3"})
    void theMapOfAnImageDoesNotDependOnTheSizeOfItsBatch(String choice, long seed) {
        try (Weights weights = TinyNetworks.weights(seed);
                TensorRef images = TinyNetworks.images(seed, IMAGES);
                Kernels kernels = KernelsProvider.open(choice);
                AttentionMaps maps = new AttentionMaps(weights, kernels)) {
            float[][] together = maps.of(images.tensor());

            long size = images.tensor().length() / IMAGES;
            for (int image = 0; image < IMAGES; image++) {
                float[][] alone = maps.of(images.tensor().slice(image * size, 1, 3, 12, 20));
                assertThat(alone).hasDimensions(1, 15);
                assertThat(alone[0]).as("image %d", image).containsExactly(together[image], within(2e-6f));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"simd", "nd4j"})
    void everyWeightLiesBetweenZeroAndOneAndImagesDiffer(String choice) {
        try (Weights weights = TinyNetworks.weights(4);
                TensorRef images = TinyNetworks.images(4, IMAGES);
                Kernels kernels = KernelsProvider.open(choice);
                AttentionMaps maps = new AttentionMaps(weights, kernels)) {
            float[][] made = maps.of(images.tensor());

            for (float[] map : made) {
                for (float weight : map) {
                    assertThat(weight).isBetween(0f, 1f);
                }
            }
            assertThat(made[0]).isNotEqualTo(made[1]);
        }
    }

    // A single head's map is its attention stretched to [0, 1], whose ends are reached.
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"simd", "nd4j"})
    void oneHeadReachesBothEnds(String choice) {
        ModelShape shape = new ModelShape(12, 20, 4, ModelShape.Tower.of(8, 1, 1), TinyNetworks.SHAPE.decoder());
        try (Weights weights = Weights.zeros(shape);
                TensorRef images = TinyNetworks.images(5, 1);
                Kernels kernels = KernelsProvider.open(choice);
                AttentionMaps maps = new AttentionMaps(weights, kernels)) {
            Initialization.fill(weights, 5);

            assertThat(maps.of(images.tensor())[0]).contains(0f, 1f);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"simd", "nd4j"})
    void aDeadNetworkRanksNothing(String choice) {
        try (Weights weights = Weights.zeros(TinyNetworks.SHAPE);
                TensorRef images = TinyNetworks.images(6, 2);
                Kernels kernels = KernelsProvider.open(choice);
                AttentionMaps maps = new AttentionMaps(weights, kernels)) {
            for (float[] map : maps.of(images.tensor())) {
                assertThat(map).containsOnly(1);
            }
        }
    }
}
