package org.masque.model.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.masque.model.kernels.AdamStep;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;
import org.masque.model.vit.LayoutBuilder;
import org.masque.model.vit.ParameterLayout;
import org.masque.model.vit.ParameterLayout.Slice;
import org.masque.model.vit.TinyNetworks;
import org.masque.model.vit.Weights;

@ExtendWith(NoTensorLeaks.class)
class LayerDecayTest {
    // Spec 1.6, CHECK.
    @ParameterizedTest
    @CsvSource({
        "0.65, 0, 0.003697",
        "0.65, 1, 0.005688",
        "0.65, 6, 0.049022",
        "0.65, 12, 0.65",
        "0.65, 13, 1",
        "0.75, 0, 0.023757",
        "0.75, 6, 0.133484"
    })
    void theFactorsOfABaseNetworkAreThoseOfTheSpecification(double factor, int layer, double expected) {
        assertThat(new LayerDecay(12, factor).ofLayer(layer)).isCloseTo(expected, within(5e-7));
    }

    @ParameterizedTest
    @CsvSource({
        "cls_token, .25",
        "patch_embed.proj.bias, .25",
        "blocks.0.norm1.weight, .5",
        "blocks.0.mlp.fc2.bias, .5",
        "norm.weight, 1",
        "decoder_embed.weight, 0",
        "decoder_blocks.0.norm1.weight, 0",
        "mask_token, 0",
        "encoder.cls_token, .25",
        "encoder.pos_embed, .25",
        "encoder.patch_embed.proj.weight, .25",
        "encoder.blocks.0.attn.q_bias, .5",
        "encoder.rel_pos_bias.relative_position_bias_table, 1",
        "encoder.norm.bias, 1",
        "encoder.mask_token, 0",
        "decoder.0.weight, 0"
    })
    void eachNameHasItsLayer(String name, double factor) {
        assertThat(new LayerDecay(1, .5).of(new Slice(name, 0, new long[] {1}))).isEqualTo(factor);
    }

    @Test
    void everyTensorOfANetworkLearnsButThoseOfTheDecoder() {
        try (Weights weights = TinyNetworks.weights(1)) {
            LayerDecay decay = new LayerDecay(2, .5);
            for (Slice slice : weights.layout().slices()) {
                boolean unused =
                        slice.name().startsWith("decoder") || slice.name().equals("mask_token");
                assertThat(decay.of(slice) > 0).as(slice.name()).isEqualTo(!unused);
            }
        }
    }

    @Test
    void aFactorIsAsAnotherLearningRateAndZeroChangesNothing() {
        LayoutBuilder builder = new LayoutBuilder();
        builder.linear("half", 3, 5);
        builder.linear("frozen", 2, 4);
        ParameterLayout layout = builder.build();
        RateFactors rates = slice -> slice.name().startsWith("half") ? .5 : 0;
        float[] start = new float[Math.toIntExact(layout.length())];
        Arrays.fill(start, 1);
        try (Kernels kernels = KernelsProvider.open("auto");
                TensorRef one = TensorRef.of(start, layout.length());
                TensorRef other = TensorRef.of(start, layout.length());
                TensorRef gradients = TensorRef.of(start, layout.length());
                AdamW factored = new AdamW(layout, one.tensor(), .1f, rates);
                AdamW plain = new AdamW(layout, other.tensor(), .1f)) {
            factored.update(kernels, gradients.tensor(), new AdamStep(.2f, .9f, .99f, 1e-8f, 1), 0, layout.length());
            plain.update(kernels, gradients.tensor(), new AdamStep(.1f, .9f, .99f, 1e-8f, 1), 0, layout.length());

            assertThat(values(one.tensor(), layout.slice("half.weight")))
                    .isEqualTo(values(other.tensor(), layout.slice("half.weight")));
            assertThat(values(one.tensor(), layout.slice("frozen.weight"))).containsOnly(1);
            assertThat(values(other.tensor(), layout.slice("frozen.weight"))).doesNotContain(1);
        }
    }

    private static float[] values(Tensor flat, Slice slice) {
        return flat.slice(slice.offset(), slice.length()).toArray();
    }
}
