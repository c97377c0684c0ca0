package org.masque.model.vit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.vit.ModelShape.Tower;

@ExtendWith(NoTensorLeaks.class)
class InitializationTest {
    // Wide, so that a token has enough numbers to measure their deviation.
    private static final ModelShape WIDE = new ModelShape(4, 8, 4, new Tower(4000, 1, 2, 4), new Tower(4000, 1, 2, 4));

    private static float[] parameter(Weights weights, String name) {
        return weights.parameter(name).toArray();
    }

    // A uniform distribution on [-bound, bound]: its ends are nearly reached, and its deviation is bound / sqrt(3).
    private static void assertUniform(float[] values, double bound) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(largest).isBetween(0.9 * bound, bound * 1.000001);
        assertThat(mean(values)).isCloseTo(0, within(bound * 3 / Math.sqrt(values.length)));
        assertThat(deviation(values)).isCloseTo(bound / Math.sqrt(3), within(bound * 2 / Math.sqrt(values.length)));
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double deviation(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum / values.length);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void productsAreUniformWithinXaviersBounds(long seed) {
        try (Weights weights = Weights.zeros(TinyNetworks.SHAPE)) {
            Initialization.fill(weights, seed);

            assertUniform(parameter(weights, "patch_embed.proj.weight"), Math.sqrt(6.0 / (12 + 48)));
            assertUniform(parameter(weights, "blocks.1.attn.qkv.weight"), Math.sqrt(6.0 / (36 + 12)));
            assertUniform(parameter(weights, "blocks.0.mlp.fc2.weight"), Math.sqrt(6.0 / (12 + 48)));
            assertUniform(parameter(weights, "decoder_pred.weight"), Math.sqrt(6.0 / (48 + 8)));
        }
    }

    @Test
    void biasesAreZeroAndNormsAreOne() {
        try (Weights weights = Weights.zeros(TinyNetworks.SHAPE)) {
            Initialization.fill(weights, 5);

            for (ParameterLayout.Slice slice : weights.layout().slices()) {
                String name = slice.name();
                if (name.endsWith(".bias") && !name.startsWith("patch_embed")) {
                    assertThat(parameter(weights, name)).as(name).containsOnly(0);
                } else if (name.contains("norm")) {
                    assertThat(parameter(weights, name)).as(name).containsOnly(1);
                }
            }
        }
    }

    @Test
    void tokensHaveADeviationOfTwoHundredthsAndThePatchBiasIsUniform() {
        try (Weights weights = Weights.zeros(WIDE)) {
            Initialization.fill(weights, 7);

            for (String token : new String[] {"cls_token", "mask_token"}) {
                float[] values = parameter(weights, token);
                assertThat(mean(values)).as(token).isCloseTo(0, within(0.0012));
                assertThat(deviation(values)).as(token).isCloseTo(0.02, within(0.0008));
            }
            assertUniform(parameter(weights, "patch_embed.proj.bias"), 1 / Math.sqrt(48));
        }
    }

    @Test
    void theSeedDeterminesEveryBit() {
        try (Weights first = Weights.zeros(TinyNetworks.SHAPE);
                Weights second = Weights.zeros(TinyNetworks.SHAPE);
                Weights other = Weights.zeros(TinyNetworks.SHAPE)) {
            Initialization.fill(first, 11);
            Initialization.fill(second, 11);
            Initialization.fill(other, 12);

            assertThat(second.flat().toArray()).isEqualTo(first.flat().toArray());
            assertThat(parameter(other, "cls_token")).isNotEqualTo(parameter(first, "cls_token"));
        }
    }

    @Test
    void layersOfOneShapeStartDifferently() {
        try (Weights weights = Weights.zeros(TinyNetworks.SHAPE)) {
            Initialization.fill(weights, 13);

            assertThat(parameter(weights, "blocks.0.attn.qkv.weight"))
                    .isNotEqualTo(parameter(weights, "blocks.1.attn.qkv.weight"));
        }
    }
}
