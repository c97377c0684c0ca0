package org.masque.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.masking.RankedMasking.Choice;

class RankedMaskingTest {
    private static final PatchGrid GRID = new PatchGrid(14, 14);

    @ParameterizedTest(name = "share {0}")
    @CsvSource({".1,19,1", ".3,58,5", ".5,98,9"})
    void theCountsAreThoseOfTheSpecification(double share, int masked, int revealed) {
        assertThat(new RankedMasking(Choice.HIGH, share).counts(196))
                .isEqualTo(new StateCounts(196 - masked, masked, 0));
        assertThat(new RankedMasking(Choice.LOW, share).counts(196))
                .isEqualTo(new StateCounts(196 - masked, masked, 0));
        assertThat(new RankedMasking(Choice.HINTS, share).counts(196))
                .isEqualTo(new StateCounts(196 - masked + revealed, masked - revealed, 0));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1, 2, 3, 4})
    void highMasksTheHeaviestAndLowTheLightest(long seed) {
        float[] weights = weights(seed);
        byte[] high = plan(Choice.HIGH, weights, seed);
        byte[] low = plan(Choice.LOW, weights, seed);

        assertThat(extreme(weights, high, PatchState.MASKED, true))
                .isGreaterThan(extreme(weights, high, PatchState.VISIBLE, false));
        assertThat(extreme(weights, low, PatchState.MASKED, false))
                .isLessThan(extreme(weights, low, PatchState.VISIBLE, true));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1, 2, 3, 4})
    void hintsAreSomeOfTheHighestTenth(long seed) {
        float[] weights = weights(seed);
        byte[] high = plan(Choice.HIGH, weights, seed);
        byte[] hints = plan(Choice.HINTS, weights, seed);

        int revealed = 0;
        for (int patch = 0; patch < 196; patch++) {
            if (high[patch] != hints[patch]) {
                revealed++;
                assertThat(rank(weights, patch)).isLessThan(19);
            }
        }
        assertThat(revealed).isEqualTo(9);
        assertThat(PatchState.count(hints, PatchState.MASKED)).isEqualTo(98 - 9);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"none", "constant", "not a number"})
    void withoutAMapThatDecidesEveryPatchIsMaskedAlike(String map) {
        float @Nullable [] weights = map.equals("none") ? null : new float[196];
        if (map.equals("not a number")) {
            weights = new float[196];
            weights[3] = Float.NaN;
        }
        int draws = 20_000;
        int[] masked = new int[196];
        for (int i = 0; i < draws; i++) {
            byte[] states = new RankedMasking(Choice.HIGH, .5)
                    .plan(new MaskContext(GRID, 0, 1, weights), Randomness.of(0, 0, i, Randomness.Purpose.MASK));
            for (int patch = 0; patch < 196; patch++) {
                masked[patch] += states[patch];
            }
        }
        for (int patch = 0; patch < 196; patch++) {
            assertThat(masked[patch] / (double) draws).as("patch %d", patch).isCloseTo(.5, within(.02));
        }
    }

    @Test
    void aSmallGridStillHasBothStates() {
        assertThat(new RankedMasking(Choice.HINTS, .5).counts(4)).isEqualTo(new StateCounts(2, 2, 0));
    }

    private static byte[] plan(Choice choice, float[] weights, long seed) {
        return new RankedMasking(choice, .5).plan(new MaskContext(GRID, 0, 1, weights), new SplittableRandom(seed));
    }

    private static float[] weights(long seed) {
        SplittableRandom random = new SplittableRandom(seed + 50);
        float[] weights = new float[196];
        for (int patch = 0; patch < 196; patch++) {
            weights[patch] = (float) random.nextDouble();
        }
        return weights;
    }

    private static int rank(float[] weights, int patch) {
        int heavier = 0;
        for (float weight : weights) {
            heavier += weight > weights[patch] ? 1 : 0;
        }
        return heavier;
    }

    private static float extreme(float[] weights, byte[] states, byte state, boolean least) {
        float found = least ? Float.MAX_VALUE : 0;
        for (int patch = 0; patch < weights.length; patch++) {
            if (states[patch] == state) {
                found = least ? Math.min(found, weights[patch]) : Math.max(found, weights[patch]);
            }
        }
        return found;
    }
}
