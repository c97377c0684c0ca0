package org.masque.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockMaskingTest {
    private static final PatchGrid GRID = new PatchGrid(14, 14);

    @ParameterizedTest(name = "{0}x{1} patches, share {2}")
    @CsvSource({"14,14,.4", "14,14,.75", "8,8,.75", "2,30,.5", "4,4,.9"})
    void exactlyTheShareIsMasked(int rows, int columns, double share) {
        PatchGrid grid = new PatchGrid(rows, columns);
        BlockMasking blocks = new BlockMasking(share, 4);
        for (long seed = 0; seed < 30; seed++) {
            byte[] states = blocks.plan(new MaskContext(grid, 0, 1, null), new SplittableRandom(seed));

            assertThat(PatchState.count(states, PatchState.MASKED))
                    .as("seed %d", seed)
                    .isEqualTo(blocks.counts(rows * columns).masked());
        }
    }

    @Test
    void maskedPatchesTouchOneAnotherFarMoreOftenThanAtRandom() {
        assertThat(touching(new BlockMasking(.4, 16))).isGreaterThan(1.5 * touching(new RandomMasking(.4)));
    }

    // The share of masked patches whose right neighbour is masked too.
    private static double touching(MaskStrategy strategy) {
        int pairs = 0;
        int masked = 0;
        for (long seed = 0; seed < 200; seed++) {
            byte[] states = strategy.plan(new MaskContext(GRID, 0, 1, null), new SplittableRandom(seed));
            for (int patch = 0; patch < 196; patch++) {
                if (patch % 14 < 13 && states[patch] == PatchState.MASKED) {
                    masked++;
                    pairs += states[patch + 1];
                }
            }
        }
        return pairs / (double) masked;
    }

    @ParameterizedTest(name = "side {0}")
    @ValueSource(ints = {2, 7})
    void aGridShowsOnePatchOfEverySquare(int side) {
        byte[] states = new GridMasking(side).plan(new MaskContext(GRID, 0, 1, null), new SplittableRandom(1));

        assertThat(PatchState.count(states, PatchState.VISIBLE)).isEqualTo(196 / (side * side));
        assertThat(new GridMasking(side).counts(196).visible()).isEqualTo(196 / (side * side));
        assertThat(states[side * 14 + side]).isEqualTo(PatchState.VISIBLE);
        assertThat(states[side * 14 + side + 1]).isEqualTo(PatchState.MASKED);
    }

    @Test
    void squaresThatDoNotTileTheGridAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GridMasking(3).plan(new MaskContext(GRID, 0, 1, null), new SplittableRandom(1)))
                .withMessageContaining("3x3 patches do not tile a grid of 14x14");
        assertThatIllegalArgumentException().isThrownBy(() -> new GridMasking(1));
        assertThatIllegalArgumentException().isThrownBy(() -> new BlockMasking(.5, 0));
    }
}
