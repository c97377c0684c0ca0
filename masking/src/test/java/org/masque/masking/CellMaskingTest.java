package org.masque.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CellMaskingTest {
    private static final PatchGrid GRID = new PatchGrid(14, 14);
    private static final CellMasking SIMMIM = new CellMasking(new RandomMasking(.6, Rounding.UP), 2);
    private static final CellMasking AMT = new CellMasking(new AttentionMasking(.44, .26, Rounding.UP), 2);

    @ParameterizedTest(name = "{0} cells")
    @CsvSource({"16,10", "49,30", "64,39"})
    void simMimMasksTheCeilingOfItsShareOfCells(int cells, int masked) {
        assertThat(new RandomMasking(.6, Rounding.UP).counts(cells))
                .isEqualTo(new StateCounts(cells - masked, masked, 0));
        assertThat(SIMMIM.counts(4 * cells)).isEqualTo(new StateCounts(4 * (cells - masked), 4 * masked, 0));
    }

    @ParameterizedTest(name = "{0} cells")
    @CsvSource({"16,8,5,3", "49,22,13,14", "64,29,17,18"})
    void attentionOnCellsMasksAndThrowsTheCeilingOfEachShare(int cells, int masked, int thrown, int visible) {
        assertThat(AMT.counts(4 * cells)).isEqualTo(new StateCounts(4 * visible, 4 * masked, 4 * thrown));
    }

    @Test
    void beforeAttentionAsManyCellsAreMaskedAndNoneIsThrown() {
        assertThat(new RandomMasking(.44, Rounding.UP).counts(49)).isEqualTo(new StateCounts(27, 22, 0));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1, 2, 3, 4})
    void allPatchesOfACellShareItsStateAndTheCountsAreExact(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] weights = new float[196];
        for (int patch = 0; patch < 196; patch++) {
            weights[patch] = (float) random.nextDouble();
        }
        for (MaskStrategy strategy : new MaskStrategy[] {SIMMIM, AMT}) {
            byte[] states = strategy.plan(context(GRID, weights), random);

            assertThat(counted(states)).isEqualTo(strategy.counts(196));
            for (int patch = 0; patch < 196; patch++) {
                int corner = patch / 28 * 28 + patch % 14 / 2 * 2;
                assertThat(states[patch]).as("patch %d", patch).isEqualTo(states[corner]);
            }
        }
    }

    @Test
    void aGridThatIsNotSquareIsCutInBothDirections() {
        PatchGrid wide = new PatchGrid(2, 6);
        CellMasking one = new CellMasking(new RandomMasking(.5, Rounding.UP), 2);

        byte[] states = one.plan(context(wide, null), new SplittableRandom(3));

        assertThat(Arrays.copyOfRange(states, 0, 6)).isEqualTo(Arrays.copyOfRange(states, 6, 12));
        assertThat(counted(states)).isEqualTo(new StateCounts(4, 8, 0));
    }

    @Test
    void cellsOfOnePatchChangeNothing() {
        byte[] plain = new RandomMasking(.75).plan(context(GRID, null), new SplittableRandom(9));

        assertThat(new CellMasking(new RandomMasking(.75), 1).plan(context(GRID, null), new SplittableRandom(9)))
                .isEqualTo(plain);
    }

    @Test
    void aCellIsDrawnByTheSumOfItsPatches() {
        // Four cells whose weights are 4, 3, 2 and 1, spread unevenly inside them: the inclusion probabilities of
        // spec 3.4 for one masked of four are the weights' shares.
        float[] weights = {4, 0, 1, 2, 0, 0, 0, 0, 0, 2, .25f, .25f, 0, 0, .25f, .25f};
        CellMasking oneOfFour = new CellMasking(new AttentionMasking(.25, .25), 2);
        PatchGrid grid = new PatchGrid(4, 4);
        int[] corners = {0, 2, 8, 10};
        double[] masked = new double[4];
        int draws = 100_000;
        for (int sample = 0; sample < draws; sample++) {
            byte[] states =
                    oneOfFour.plan(context(grid, weights), Randomness.of(5, 0, sample, Randomness.Purpose.MASK));
            for (int cell = 0; cell < 4; cell++) {
                masked[cell] += states[corners[cell]] == PatchState.MASKED ? 1.0 / draws : 0;
            }
        }

        assertThat(masked).containsExactly(new double[] {.4, .3, .2, .1}, within(.006));
    }

    @ParameterizedTest(name = "bad value {0}")
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -.1f})
    void aBadValueDoesNotHideInTheSumOfItsCell(float bad) {
        float[] weights = new float[196];
        Arrays.fill(weights, .5f);
        weights[7] = 1;
        weights[100] = bad;

        assertThat(AMT.plan(context(GRID, weights), new SplittableRandom(1)))
                .isEqualTo(AMT.plan(context(GRID, null), new SplittableRandom(1)));
    }

    @Test
    void cellsThatDoNotTileTheGridAreRefused() {
        CellMasking thirds = new CellMasking(new RandomMasking(.6, Rounding.UP), 3);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> thirds.plan(context(GRID, null), new SplittableRandom(1)))
                .withMessageContaining("3x3 patches do not tile a grid of 14x14");
        assertThatIllegalArgumentException().isThrownBy(() -> thirds.counts(196));
        assertThatIllegalArgumentException().isThrownBy(() -> new CellMasking(new RandomMasking(.6), 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AMT.plan(context(GRID, new float[49]), new SplittableRandom(1)))
                .withMessageContaining("49 weights for a view of 196 patches");
    }

    private static StateCounts counted(byte[] states) {
        return new StateCounts(
                PatchState.count(states, PatchState.VISIBLE),
                PatchState.count(states, PatchState.MASKED),
                PatchState.count(states, PatchState.THROWN));
    }

    private static MaskContext context(PatchGrid grid, float @Nullable [] weights) {
        return new MaskContext(grid, 0, 10, weights);
    }
}
