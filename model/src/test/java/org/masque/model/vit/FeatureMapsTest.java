package org.masque.model.vit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.masking.BorderDistance;
import org.masque.masking.FeatureCut;
import org.masque.model.autograd.Tape;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;

@ExtendWith(NoTensorLeaks.class)
class FeatureMapsTest {
    private static final int IMAGES = 4;
    private static final int WIDTH = TinyNetworks.SHAPE.encoder().width();
    private static final int PATCHES = TinyNetworks.SHAPE.patches();

    @ParameterizedTest(name = "{0}, block {1}")
    @CsvSource({"simd, 0, 2", "simd, 1, 1", "nd4j, 2, 2"})
    void theCutIsThatOfTheTokensAfterTheBlock(String choice, int block, int depth) {
        try (Weights weights = TinyNetworks.weights(1);
                TensorRef images = TinyNetworks.images(1, IMAGES);
                Kernels kernels = KernelsProvider.open(choice);
                Arena arena = Arena.open(1 << 12);
                FeatureMaps maps = FeatureMaps.cut(weights, kernels, block, .2)) {
            Tensor tokens =
                    Network.over(weights, null).encodeAll(Tape.inference(kernels, arena), images.tensor(), depth);
            for (int image = 0; image < IMAGES; image++) {
                float[] rows = tokens.slice((long) (image * (PATCHES + 1) + 1) * WIDTH, (long) PATCHES * WIDTH)
                        .toArray();
                float[] expected = FeatureCut.of(cosines(rows), TinyNetworks.SHAPE.grid(), .2);
                assertThat(maps.of(images.tensor())[image]).containsExactly(expected, within(1e-4f));
            }
        }
    }

    private static float[] cosines(float[] rows) {
        float[] cosines = new float[PATCHES * PATCHES];
        for (int i = 0; i < cosines.length; i++) {
            int a = i / PATCHES;
            int b = i % PATCHES;
            cosines[i] = (float) (dot(rows, a, b) / Math.sqrt(dot(rows, a, a) * dot(rows, b, b)));
        }
        return cosines;
    }

    private static double dot(float[] rows, int a, int b) {
        double sum = 0;
        for (int channel = 0; channel < WIDTH; channel++) {
            sum += (double) rows[a * WIDTH + channel] * rows[b * WIDTH + channel];
        }
        return sum;
    }

    // The keys are the second third of the packed product of the block's first norm.
    @ParameterizedTest(name = "{0}, block {1}")
    @CsvSource({"simd, 0, 1", "simd, 1, 0", "nd4j, 2, 1"})
    void theDistanceIsThatOfTheKeysOfTheBlock(String choice, int block, int before) {
        try (Weights weights = TinyNetworks.weights(2);
                TensorRef images = TinyNetworks.images(2, IMAGES);
                Kernels kernels = KernelsProvider.open(choice);
                Arena arena = Arena.open(1 << 12);
                FeatureMaps maps = FeatureMaps.borderDistance(weights, kernels, block)) {
            Tape tape = Tape.inference(kernels, arena);
            Tensor tokens = Network.over(weights, null).encodeAll(tape, images.tensor(), before);
            Layers layers = new Layers(weights, null);
            String name = "blocks." + before + ".";
            Tensor packed = layers.linear(name + "attn.qkv")
                    .forward(tape, layers.layerNorm(name + "norm1").forward(tape, tape.input(tokens)))
                    .value();
            float[] keys = new float[PATCHES * WIDTH];
            for (int patch = 0; patch < PATCHES; patch++) {
                long row = 2L * (PATCHES + 1) + 1 + patch;
                float[] key = packed.slice((row * 3 + 1) * WIDTH, WIDTH).toArray();
                System.arraycopy(key, 0, keys, patch * WIDTH, WIDTH);
            }
            float[] expected = BorderDistance.of(keys, 3, TinyNetworks.SHAPE.grid());
            assertThat(maps.of(images.tensor())[2]).containsExactly(expected, within(1e-5f));
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"simd", "nd4j"})
    void aDeadNetworkRanksNothing(String choice) {
        try (Weights weights = Weights.zeros(TinyNetworks.SHAPE);
                TensorRef images = TinyNetworks.images(3, 1);
                Kernels kernels = KernelsProvider.open(choice);
                FeatureMaps cut = FeatureMaps.cut(weights, kernels, 1, .2);
                FeatureMaps distance = FeatureMaps.borderDistance(weights, kernels, 0)) {
            float[] ones = new float[PATCHES];
            Arrays.fill(ones, 1);
            // The fixed position table is all that is left of a token, and it is no likeness of patches.
            assertThat(cut.of(images.tensor())[0]).hasSize(PATCHES);
            assertThat(distance.of(images.tensor())[0]).containsExactly(ones);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(EncoderUse.Position.class)
    void anEncoderOfAllTokensHasSuchMapsToo(EncoderUse.Position position) {
        try (Weights weights = TinySimMim.weights(position, .1, 4);
                TensorRef images = TinyNetworks.images(4, 2);
                Kernels kernels = KernelsProvider.open("simd");
                FeatureMaps cut = FeatureMaps.cut(weights, kernels, 0, .2);
                FeatureMaps distance = FeatureMaps.borderDistance(weights, kernels, 1)) {
            for (float[] map : new float[][] {cut.of(images.tensor())[1], distance.of(images.tensor())[1]}) {
                assertThat(map).hasSize(weights.shape().patches());
                assertThat(map[0]).isBetween(0f, 1f);
            }
        }
    }

    @Test
    void aBlockThatIsNotThereIsRefused() {
        try (Weights weights = TinyNetworks.weights(5);
                Kernels kernels = KernelsProvider.open("simd")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FeatureMaps.cut(weights, kernels, 3, .2).close())
                    .withMessageContaining("block 3 of an encoder of 2 blocks");
        }
    }
}
