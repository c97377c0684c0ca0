package org.masque.model.vit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.masque.masking.StateCounts;
import org.masque.model.vit.EncoderUse.AllTokens;
import org.masque.model.vit.EncoderUse.Difficulty;
import org.masque.model.vit.EncoderUse.Position;
import org.masque.model.vit.EncoderUse.VisibleTokens;
import org.masque.model.vit.ModelShape.Tower;

/** The cost of the blocks: the numbers of specification 3.5 and 3.6, of ViT-B at 224 pixels. */
class BlockCostTest {
    private static final Tower VIT_B = Tower.of(768, 12, 12);
    private static final Tower DECODER = Tower.of(512, 8, 16);
    private static final ModelShape MAE = new ModelShape(224, 224, 16, VIT_B, DECODER);
    private static final ModelShape SIMMIM = new ModelShape(224, 224, 16, VIT_B, new AllTokens(Position.ABSOLUTE, 0));

    @Test
    void ofMaeIsNineAndAHalfBillion() {
        BlockCost cost = BlockCost.of(MAE, new StateCounts(49, 147, 0));

        assertThat(billions(cost.encoder())).isCloseTo(4.29, within(0.005));
        assertThat(billions(cost.decoder())).isCloseTo(5.28, within(0.005));
        assertThat(billions(cost.total())).isCloseTo(9.57, within(0.005));
    }

    @Test
    void ofThrowingIsThreeFifthsOfMae() {
        BlockCost cost = BlockCost.of(MAE, new StateCounts(30, 88, 78));

        assertThat(billions(cost.encoder())).isCloseTo(2.65, within(0.005));
        assertThat(billions(cost.decoder())).isCloseTo(3.11, within(0.005));
        assertThat(billions(cost.total())).isCloseTo(5.76, within(0.005));
        assertThat((double) cost.total()
                        / BlockCost.of(MAE, new StateCounts(49, 147, 0)).total())
                .isCloseTo(0.60, within(0.005));
    }

    @Test
    void ofAMapIsAWholeImageInTheEncoder() {
        assertThat(billions(BlockCost.ofMap(MAE).total())).isCloseTo(17.4, within(0.05));
    }

    @Test
    void ofSimMimFallsWithThrownPatchesAndNotWithMaskedOnes() {
        StateCounts masked = new StateCounts(196 - 120, 120, 0);
        StateCounts thrown = new StateCounts(14 * 4, 22 * 4, 13 * 4);

        assertThat(billions(BlockCost.of(SIMMIM, masked).encoder())).isCloseTo(17.45, within(0.005));
        assertThat(billions(BlockCost.of(SIMMIM, thrown).encoder())).isCloseTo(12.70, within(0.005));
        assertThat(BlockCost.of(SIMMIM, thrown).decoder()).isZero();
    }

    @Test
    void ofASecondDecoderIsThatOfTheFirstAgain() {
        StateCounts counts = new StateCounts(49, 147, 0);
        ModelShape twice = new ModelShape(224, 224, 16, VIT_B, new VisibleTokens(DECODER, Difficulty.RANKED));

        assertThat(BlockCost.of(twice, counts).decoder())
                .isEqualTo(2 * BlockCost.of(MAE, counts).decoder());
    }

    private static double billions(long cost) {
        return cost / 1e9;
    }
}
