package org.masque.model.vit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.masque.model.vit.ModelShape.Tower;
import org.masque.model.vit.ParameterLayout.Slice;

/** Nothing is allocated here: the layouts are of full size. */
class ParameterLayoutTest {
    private static final ModelShape VIT_B = new ModelShape(224, 224, 16, Tower.of(768, 12, 12), Tower.of(512, 8, 16));

    private static long positions(ModelShape shape, Tower tower) {
        return (shape.patches() + 1L) * tower.width();
    }

    private static boolean ofDecoder(Slice slice) {
        return slice.name().startsWith("decoder_") || slice.name().equals("mask_token");
    }

    @Test
    void theBaseNetworkHasTheCountsOfTheSpecification() {
        List<Slice> slices = new ParameterLayout(VIT_B).slices();

        assertThat(slices.stream()
                        .filter(slice -> !ofDecoder(slice))
                        .mapToLong(Slice::length)
                        .sum())
                .isEqualTo(85_647_360);
        assertThat(positions(VIT_B, VIT_B.encoder())).isEqualTo(151_296);
        assertThat(slices.stream()
                        .filter(ParameterLayoutTest::ofDecoder)
                        .mapToLong(Slice::length)
                        .sum())
                .isEqualTo(26_008_320);
        assertThat(positions(VIT_B, VIT_B.decoder())).isEqualTo(100_864);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "ViT-B/16,        224, 16,  768, 12, 12, 512, 8, 16, 111907840",
        "ViT-L/16,        224, 16, 1024, 24, 16, 512, 8, 16, 329541888",
        "small AMT,       224, 16,  384, 12,  6, 128, 8, 16,  23425792",
        "tiny on CIFAR,    32,  4,  192, 12,  3,  96, 4,  4,   5837904",
        "small on CIFAR,   32,  4,  384, 12,  6, 512, 8, 16,  46814128"
    })
    void parametersAndPositionsTogetherAreAsManyAsInTheSpecification(
            String name,
            int side,
            int patch,
            int width,
            int depth,
            int heads,
            int decoderWidth,
            int decoderDepth,
            int decoderHeads,
            long expected) {
        ModelShape shape = new ModelShape(
                side, side, patch, Tower.of(width, depth, heads), Tower.of(decoderWidth, decoderDepth, decoderHeads));

        long trained = new ParameterLayout(shape).trained();

        assertThat(trained + positions(shape, shape.encoder()) + positions(shape, shape.decoder()))
                .as(name)
                .isEqualTo(expected);
    }

    @Test
    void matricesAndBothTokensAreDecayedAndNothingElse() {
        for (Slice slice : new ParameterLayout(TinyNetworks.SHAPE).slices()) {
            boolean matrix = slice.name().endsWith(".weight") && !slice.name().contains("norm");
            boolean token = slice.name().equals("cls_token") || slice.name().equals("mask_token");
            assertThat(slice.decayed()).as(slice.name()).isEqualTo(matrix || token);
        }
    }

    @Test
    void aBiasIsNotDecayedWhateverItsShape() {
        assertThat(new Slice("odd.bias", 0, new long[] {1, 8}).decayed()).isFalse();
    }

    @Test
    void slicesBeginAtCacheLinesAndDoNotOverlap() {
        ParameterLayout layout = new ParameterLayout(TinyNetworks.SHAPE);

        long end = 0;
        for (Slice slice : layout.slices()) {
            assertThat(slice.offset()).as(slice.name()).isBetween(end, end + 15).isEqualTo(slice.offset() / 16 * 16);
            end = slice.offset() + slice.length();
        }
        assertThat(layout.length()).isBetween(end, end + 15);
    }

    @Test
    void shapesAreThoseOfThePublicState() {
        ParameterLayout layout = new ParameterLayout(TinyNetworks.SHAPE);

        assertThat(layout.slice("cls_token").shape()).containsExactly(1, 1, 12);
        assertThat(layout.slice("mask_token").shape()).containsExactly(1, 1, 8);
        assertThat(layout.slice("patch_embed.proj.weight").shape()).containsExactly(12, 3, 4, 4);
        assertThat(layout.slice("blocks.1.attn.qkv.weight").shape()).containsExactly(36, 12);
        assertThat(layout.slice("blocks.1.mlp.fc2.weight").shape()).containsExactly(12, 48);
        assertThat(layout.slice("decoder_embed.weight").shape()).containsExactly(8, 12);
        assertThat(layout.slice("decoder_pred.weight").shape()).containsExactly(48, 8);
    }

    @Test
    void anUnknownNameIsRefused() {
        assertThatThrownBy(() -> new ParameterLayout(TinyNetworks.SHAPE).slice("head.weight"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("head.weight");
    }
}
