package org.masque.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttendedMaskingTest {
    private static final PatchGrid GRID = new PatchGrid(28, 28);
    private static final AttendedMasking SEMMAE8 = new AttendedMasking(new PartMasking(.75, 2), .25);

    @Test
    void of784Patches196AreKeptAnd49OfTheseAreVisible() {
        assertThat(SEMMAE8.counts(784)).isEqualTo(new StateCounts(49, 147, 588));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void thePatchesWithLessAttentionAreThrown(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] weights = new float[784];
        byte[] labels = new byte[784];
        for (int patch = 0; patch < 784; patch++) {
            weights[patch] = (patch * 37 % 784) / 784f;
            labels[patch] = (byte) (patch % 6);
        }
        byte[] states = SEMMAE8.plan(new MaskContext(GRID, 3, 10, 0, weights, labels), random);
        for (int patch = 0; patch < 784; patch++) {
            assertThat(states[patch] != PatchState.THROWN).isEqualTo(weights[patch] >= 588 / 784f);
        }
        assertThat(PatchState.count(states, PatchState.VISIBLE)).isEqualTo(49);
        assertThat(PatchState.count(states, PatchState.MASKED)).isEqualTo(147);
    }

    @Test
    void atTheEndOfARunWholePartsOfTheKeptPatchesAreMasked() {
        float[] weights = new float[784];
        byte[] labels = new byte[784];
        for (int patch = 0; patch < 784; patch++) {
            weights[patch] = patch < 196 ? 1 : 0;
            labels[patch] = (byte) (patch / 49 % 4);
        }
        byte[] states = SEMMAE8.plan(new MaskContext(GRID, 9, 10, 0, weights, labels), new SplittableRandom(5));
        int whole = 0;
        for (int part = 0; part < 4; part++) {
            int masked = 0;
            for (int i = 0; i < 49; i++) {
                masked += states[49 * part + i];
            }
            assertThat(masked).isIn(0, 49);
            whole += masked / 49;
        }
        assertThat(whole).isEqualTo(3);
    }

    @Test
    void withoutAMapChanceKeepsPatches() {
        int[] kept = new int[784];
        for (int i = 0; i < 2000; i++) {
            byte[] states = SEMMAE8.plan(new MaskContext(GRID, 0, 10, null), new SplittableRandom(i));
            for (int patch = 0; patch < 784; patch++) {
                kept[patch] += states[patch] == PatchState.THROWN ? 0 : 1;
            }
        }
        for (int patch = 0; patch < 784; patch++) {
            assertThat(kept[patch] / 2000.0).isCloseTo(.25, within(.06));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new AttendedMasking(SEMMAE8, 0));
    }
}
