package org.masque.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HardPatchMaskingTest {
    private static final HardPatchMasking HPM = new HardPatchMasking(.75, .5);

    @ParameterizedTest(name = "epoch {0} of 200")
    @CsvSource({"0,0", "50,18", "99,36", "199,73"})
    void moreAndMorePatchesAreChosenByDifficulty(int epoch, int chosen) {
        assertThat(HPM.byDifficulty(147, epoch, 200)).isEqualTo(chosen);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1, 2, 3, 4})
    void theHardestAreAlwaysMaskedAndTheCountsAreExact(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] difficulty = new float[196];
        for (int patch = 0; patch < 196; patch++) {
            difficulty[patch] = (patch * 37 % 196) / 196f;
        }
        for (int i = 0; i < 50; i++) {
            byte[] states = HPM.plan(new MaskContext(new PatchGrid(14, 14), 199, 200, difficulty), random);

            assertThat(PatchState.count(states, PatchState.MASKED)).isEqualTo(147);
            for (int patch = 0; patch < 196; patch++) {
                if (patch * 37 % 196 >= 196 - 73) {
                    assertThat(states[patch]).as("patch %d", patch).isEqualTo(PatchState.MASKED);
                }
            }
        }
    }

    @Test
    void sharesOutsideTheirRangesAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new HardPatchMasking(1, .5));
        assertThatIllegalArgumentException().isThrownBy(() -> new HardPatchMasking(.75, 1.5));
    }
}
