package org.masque.model.vit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.masque.model.autograd.Parameter;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.vit.EncoderUse.AllTokens;
import org.masque.model.vit.EncoderUse.Position;
import org.masque.model.vit.ModelShape.Tower;
import org.masque.model.vit.ParameterLayout.Slice;

@ExtendWith(NoTensorLeaks.class)
class SimMimParametersTest {
    @Test
    void theBaseNetworkHasTheCountsOfItsParts() {
        ModelShape base = new ModelShape(224, 224, 16, Tower.of(768, 12, 12), new AllTokens(Position.RELATIVE, 0.1));
        // A block has 12 D² + 13 D numbers (spec 1.1), less the key bias and more two vectors of factors.
        long block = 12L * 768 * 768 + 14L * 768;
        long embedding = 768L * 768 + 768;
        long head = 768L * 768 + 768;

        assertThat(new ParameterLayout(base).trained())
                .isEqualTo(12 * block + embedding + head + 2 * 768 + 2 * 768 + 732 * 12);
    }

    @Test
    void classTokenAndPositionsAreNotDecayedMaskTokenAndMatricesAre() {
        List<Slice> slices = new ParameterLayout(TinySimMim.shape(Position.ABSOLUTE_AND_RELATIVE, 0.1)).slices();

        assertThat(slices)
                .filteredOn(Slice::decayed)
                .extracting(Slice::name)
                .contains("encoder.mask_token", "encoder.patch_embed.proj.weight", "decoder.0.weight")
                .contains(SimMimParameters.BIAS_TABLE, "encoder.blocks.1.attn.qkv.weight")
                .doesNotContain("encoder.cls_token", SimMimParameters.POSITIONS, "encoder.blocks.0.gamma_1")
                .allMatch(name -> name.endsWith(".weight") || name.endsWith("mask_token") || name.endsWith("_table"));
    }

    @Test
    void noPositionAndNoScaleLeaveTheirTensorsOut() {
        assertThat(new ParameterLayout(TinySimMim.shape(Position.NONE, 0)).slices())
                .extracting(Slice::name)
                .noneMatch(name -> name.contains("pos") || name.contains("gamma"));
    }

    @Test
    void theBiasesOfQueriesAndValuesLieAroundAGapForTheKeys() {
        try (Weights weights = TinySimMim.weights(Position.NONE, 0, 1)) {
            Parameter bias = weights.span("encoder.blocks.1.attn.q_bias", "encoder.blocks.1.attn.v_bias", null);

            assertThat(bias.value().length()).isEqualTo(36);
            assertThat(bias.value().slice(12, 12).toArray()).containsOnly(0);
            assertThat(bias.value().slice(24, 12).toArray())
                    .isEqualTo(weights.parameter("encoder.blocks.1.attn.v_bias").toArray());
        }
    }

    @Test
    void startingWeightsAreCutAtOneDeviationAndShrinkWithDepth() {
        ModelShape shape = new ModelShape(8, 8, 4, Tower.of(96, 3, 3), new AllTokens(Position.ABSOLUTE, 0.1));
        try (Weights weights = Weights.zeros(shape)) {
            Initialization.fill(weights, 1);
            // A normal distribution cut at one deviation has 0.5396 of that deviation left.
            assertDeviation(weights, "encoder.blocks.2.attn.qkv.weight", 0.02);
            assertDeviation(weights, "encoder.patch_embed.proj.weight", 0.02);
            assertDeviation(weights, "encoder.blocks.0.attn.proj.weight", 0.02 / Math.sqrt(2));
            assertDeviation(weights, "encoder.blocks.2.mlp.fc2.weight", 0.02 / Math.sqrt(6));
            for (float token : weights.parameter("encoder.mask_token").toArray()) {
                assertThat(Math.abs(token)).isLessThanOrEqualTo(0.02f);
            }
            assertThat(weights.parameter("encoder.blocks.1.gamma_2").toArray()).containsOnly(0.1f);
            assertThat(weights.parameter("encoder.patch_embed.proj.bias").toArray())
                    .containsOnly(0);
            assertThat(weights.parameter("encoder.norm.weight").toArray()).containsOnly(1);
            assertThat(weights.parameter("encoder.blocks.0.norm1.bias").toArray())
                    .containsOnly(0);
        }
    }

    private static void assertDeviation(Weights weights, String name, double deviation) {
        double squares = 0;
        float[] values = weights.parameter(name).toArray();
        for (float value : values) {
            assertThat(Math.abs(value)).as(name).isLessThanOrEqualTo((float) deviation);
            squares += (double) value * value;
        }
        assertThat(Math.sqrt(squares / values.length)).as(name).isCloseTo(0.5396 * deviation, within(0.02 * deviation));
    }
}
