package org.masque.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttentionMaskingTest {
    private static final PatchGrid GRID = new PatchGrid(14, 14);
    private static final AttentionMasking AMT = new AttentionMasking(.45, .40);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1, 2, 3, 4})
    void everyViewHasExactlyTheCountedStates(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] weights = new float[196];
        for (int patch = 0; patch < 196; patch++) {
            weights[patch] = (float) random.nextDouble();
        }

        byte[] states = AMT.plan(context(GRID, weights), random);

        assertThat(PatchState.count(states, PatchState.VISIBLE)).isEqualTo(30);
        assertThat(PatchState.count(states, PatchState.MASKED)).isEqualTo(88);
        assertThat(PatchState.count(states, PatchState.THROWN)).isEqualTo(78);
    }

    @Test
    void maskedPatchesWeighMoreThanThrownOnesAndThoseMoreThanVisibleOnes() {
        assertThat(meanWeight(AMT, PatchState.MASKED)).isCloseTo(.635, within(.002));
        assertThat(meanWeight(AMT, PatchState.THROWN)).isCloseTo(.483, within(.002));
        assertThat(meanWeight(AMT, PatchState.VISIBLE)).isCloseTo(.149, within(.002));
    }

    @Test
    void withoutThrowingTheMaskedPatchesWeighMoreThanTheVisibleOnes() {
        AttentionMasking am = new AttentionMasking(.75, 0);

        assertThat(meanWeight(am, PatchState.MASKED)).isCloseTo(.589, within(.002));
        assertThat(meanWeight(am, PatchState.VISIBLE)).isCloseTo(.232, within(.002));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("strategiesWithoutPreference")
    void withoutThrowingAndWithoutPreferenceEveryPairIsVisibleEquallyOften(
            MaskStrategy strategy, float @Nullable [] weights) {
        PatchGrid grid = new PatchGrid(2, 4);
        int[][] pairs = new int[8][8];
        int draws = 56_000;
        for (int sample = 0; sample < draws; sample++) {
            SplittableRandom random = Randomness.of(3, 0, sample, Randomness.Purpose.MASK);
            int[] visible = PatchState.patches(strategy.plan(context(grid, weights), random), PatchState.VISIBLE);
            assertThat(visible).hasSize(2);
            pairs[visible[0]][visible[1]]++;
        }
        double expected = draws / 28.0;
        double chiSquare = 0;
        for (int first = 0; first < 8; first++) {
            for (int second = first + 1; second < 8; second++) {
                chiSquare += Math.pow(pairs[first][second] - expected, 2) / expected;
            }
        }
        // 27 degrees of freedom: passed by chance 999 times of 1000.
        assertThat(chiSquare).isLessThan(55.5);
    }

    static Stream<Arguments> strategiesWithoutPreference() {
        return Stream.of(
                Arguments.of(new RandomMasking(.75), null),
                Arguments.of(new AttentionMasking(.75, 0), null),
                Arguments.of(new AttentionMasking(.75, 0), new float[] {.3f, .3f, .3f, .3f, .3f, .3f, .3f, .3f}));
    }

    @ParameterizedTest(name = "bad value {0}")
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -.1f})
    void aMapWithABadValueCountsAsNoMap(float bad) {
        float[] weights = ramp(196);
        weights[100] = bad;

        assertThat(AMT.plan(context(GRID, weights), new SplittableRandom(1)))
                .isEqualTo(AMT.plan(context(GRID, null), new SplittableRandom(1)));
    }

    @ParameterizedTest(name = "all {0}")
    @ValueSource(floats = {0, .25f, 1})
    void aMapThatSaysNothingCountsAsNoMap(float weight) {
        float[] weights = new float[196];
        Arrays.fill(weights, weight);

        assertThat(AMT.plan(context(GRID, weights), new SplittableRandom(2)))
                .isEqualTo(AMT.plan(context(GRID, null), new SplittableRandom(2)));
    }

    @Test
    void theMasksOfARunNeverChange() {
        PatchGrid grid = new PatchGrid(4, 4);
        SplittableRandom forAttention = Randomness.of(7, 3, 12, Randomness.Purpose.MASK);
        SplittableRandom forRandom = Randomness.of(7, 3, 12, Randomness.Purpose.MASK);

        assertThat(AMT.plan(context(grid, ramp(16)), forAttention))
                .containsExactly(0, 0, 1, -1, 0, 1, -1, 1, 1, 1, -1, 1, 1, -1, -1, -1);
        assertThat(new RandomMasking(.75).plan(context(grid, null), forRandom))
                .containsExactly(1, 1, 0, 1, 1, 0, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1);
    }

    @Test
    void aMapOfAnotherGridIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AMT.plan(context(GRID, new float[64]), new SplittableRandom(1)))
                .withMessageContaining("64 weights for a view of 196 patches");
    }

    private static double meanWeight(MaskStrategy strategy, byte state) {
        float[] weights = ramp(196);
        double sum = 0;
        int patches = 0;
        for (int sample = 0; sample < 4000; sample++) {
            byte[] states = strategy.plan(context(GRID, weights), Randomness.of(1, 0, sample, Randomness.Purpose.MASK));
            for (int patch : PatchState.patches(states, state)) {
                sum += weights[patch];
                patches++;
            }
        }
        return sum / patches;
    }

    private static float[] ramp(int patches) {
        float[] weights = new float[patches];
        for (int patch = 0; patch < patches; patch++) {
            weights[patch] = patch / (patches - 1f);
        }
        return weights;
    }

    private static MaskContext context(PatchGrid grid, float @Nullable [] weights) {
        return new MaskContext(grid, 0, 10, weights);
    }
}
