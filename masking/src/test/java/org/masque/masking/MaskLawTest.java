package org.masque.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.masking.RankedMasking.Choice;

/** Strategies whose masks must have the law of random masks when their map says nothing (spec 3.9, check 3). */
class MaskLawTest {
    private static final int DRAWS = 40_000;
    private static final PatchGrid SMALL = new PatchGrid(2, 3);
    private static final PatchGrid GRID = new PatchGrid(8, 8);

    // On 6 patches with 3 masked there are 20 masks; chi squared with 19 degrees of freedom is above 43.8 once in
    // 1,000.
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13})
    void nothingThrownAndAConstantMapGiveEveryMaskAsOftenAsRandomMasking(long seed) {
        MaskStrategy attention = new AttentionMasking(0.5, 0);
        assertThat(attention.counts(6)).isEqualTo(new RandomMasking(0.5).counts(6));
        assertThat(chiSquared(attention, constant(6, 0.3f), seed)).isLessThan(43.8);
        assertThat(chiSquared(new RandomMasking(0.5), null, seed)).isLessThan(43.8);
        // A map that says something is seen by the same measure.
        assertThat(chiSquared(attention, new float[] {.9f, .7f, .5f, .3f, .2f, .1f}, seed))
                .isGreaterThan(1000);
    }

    private static double chiSquared(MaskStrategy strategy, float @Nullable [] map, long seed) {
        int[] seen = new int[64];
        for (int i = 0; i < DRAWS; i++) {
            byte[] states = strategy.plan(new MaskContext(SMALL, 0, 1, map), random(seed, i));
            int mask = 0;
            for (byte state : states) {
                mask = 2 * mask + state;
            }
            seen[mask]++;
        }
        double expected = DRAWS / 20.0;
        return Arrays.stream(seen)
                .filter(count -> count > 0)
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22})
    void masksByAConstantMapHideEachPatchAndEachPairOfPatchesAlike(long seed) {
        for (MaskStrategy strategy : new MaskStrategy[] {
            new AttentionMasking(0.75, 0), new RankedMasking(Choice.HIGH, 0.75), new HardPatchMasking(0.75, 0.5)
        }) {
            int[] masked = new int[64];
            int neighbours = 0;
            int distant = 0;
            for (int i = 0; i < DRAWS; i++) {
                byte[] states = strategy.plan(new MaskContext(GRID, 0, 1, constant(64, 1)), random(seed, i));
                for (int patch = 0; patch < 64; patch++) {
                    masked[patch] += states[patch];
                }
                neighbours += states[27] * states[28];
                distant += states[0] * states[63];
            }
            for (int patch = 0; patch < 64; patch++) {
                assertThat(masked[patch] / (double) DRAWS)
                        .as("%s, seed %d, patch %d", strategy, seed, patch)
                        .isCloseTo(0.75, within(0.01));
            }
            double pair = 0.75 * 47 / 63;
            assertThat(neighbours / (double) DRAWS).as("%s", strategy).isCloseTo(pair, within(0.012));
            assertThat(distant / (double) DRAWS).as("%s", strategy).isCloseTo(pair, within(0.012));
        }
    }

    @Test
    void masksByRankAreTheSameNumberInAllImagesOfABatchAndDrawnAnewForTheNext() {
        RankedMasking drawn = new RankedMasking(Choice.HIGH, 0.1, 0.5, 1);
        int batches = 2000;
        double sum = 0;
        int least = 64;
        int most = 0;
        for (int batch = 0; batch < batches; batch++) {
            long batchSeed =
                    Randomness.of(5, 0, batch, Randomness.Purpose.BATCH).nextLong();
            int masked = masked(drawn, batchSeed, 0);
            assertThat(masked(drawn, batchSeed, 1)).isEqualTo(masked);
            assertThat(masked(drawn, batchSeed, 2)).isEqualTo(masked);
            sum += masked;
            least = Math.min(least, masked);
            most = Math.max(most, masked);
        }
        assertThat(least).isEqualTo(6);
        assertThat(most).isEqualTo(31);
        // int(64 r), r even in 0.1 .. 0.5: the mean of 64 r less a half, about.
        assertThat(sum / batches).isCloseTo(64 * 0.3 - 0.5, within(0.5));
    }

    @Test
    void anImageIsMaskedWithItsChanceAndWholeOtherwise() {
        RankedMasking half = new RankedMasking(Choice.HINTS, 0.3, 0.3, 0.5);
        int full = PatchState.count(
                new RankedMasking(Choice.HINTS, 0.3).plan(context(0), random(0, 0)), PatchState.MASKED);
        int masked = 0;
        for (int image = 0; image < 10_000; image++) {
            int count = masked(half, 0, image);
            assertThat(count).isIn(0, full);
            masked += count > 0 ? 1 : 0;
        }
        assertThat(masked / 10_000.0).isCloseTo(0.5, within(0.02));
    }

    private static int masked(MaskStrategy strategy, long batchSeed, int image) {
        return PatchState.count(strategy.plan(context(batchSeed), random(7, image)), PatchState.MASKED);
    }

    private static MaskContext context(long batchSeed) {
        float[] map = new float[64];
        for (int patch = 0; patch < 64; patch++) {
            map[patch] = patch;
        }
        return new MaskContext(GRID, 0, 1, batchSeed, map, null);
    }

    private static float[] constant(int patches, float weight) {
        float[] map = new float[patches];
        Arrays.fill(map, weight);
        return map;
    }

    private static java.util.SplittableRandom random(long seed, int image) {
        return Randomness.of(seed, 0, image, Randomness.Purpose.MASK);
    }
}
