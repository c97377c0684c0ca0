package org.masque.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightedOrderTest {
    private static final int DRAWS = 400_000;
    // Four standard errors of a share of one half.
    private static final Offset<Double> CLOSE = within(.0032);

    @Test
    void fourPatchesAreMaskedThrownAndLeftAsOftenAsTheExactLawSays() {
        double[][] shares = shares(new float[] {4, 3, 2, 1}, 2, 1);

        assertThat(shares[0]).containsExactly(new double[] {.715873, .608333, .441270, .234524}, CLOSE);
        assertThat(shares[1]).containsExactly(new double[] {.206349, .261905, .317460, .214286}, CLOSE);
        assertThat(shares[2]).containsExactly(new double[] {.077778, .129762, .241270, .551190}, CLOSE);
    }

    @Test
    void sixPatchesAreMaskedThrownAndLeftAsOftenAsTheExactLawSays() {
        double[][] shares = shares(new float[] {.9f, .7f, .5f, .3f, .2f, .1f}, 2, 2);

        assertThat(shares[0])
                .containsExactly(new double[] {.606911, .510931, .387678, .243970, .165980, .084529}, CLOSE);
        assertThat(shares[1])
                .containsExactly(new double[] {.327740, .382482, .425437, .392539, .302353, .169449}, CLOSE);
        assertThat(shares[2])
                .containsExactly(new double[] {.065349, .106587, .186885, .363490, .531667, .746023}, CLOSE);
    }

    @Test
    void onlyTheProportionsOfTheWeightsCount() {
        int[] small = WeightedOrder.draw(new float[] {4, 3, 2, 1}, new SplittableRandom(5));
        int[] large = WeightedOrder.draw(new float[] {4e4f, 3e4f, 2e4f, 1e4f}, new SplittableRandom(5));

        assertThat(large).isEqualTo(small);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyPatchIsDrawnOnceAndTheSameSeedDrawsTheSameOrder(long seed) {
        float[] weights = new float[97];
        SplittableRandom random = new SplittableRandom(seed);
        IntStream.range(0, weights.length).forEach(patch -> weights[patch] = (float) random.nextDouble());

        int[] order = WeightedOrder.draw(weights, new SplittableRandom(seed));

        assertThat(order)
                .containsExactlyInAnyOrder(IntStream.range(0, 97).toArray())
                .isEqualTo(WeightedOrder.draw(weights, new SplittableRandom(seed)))
                .isNotEqualTo(WeightedOrder.draw(weights, new SplittableRandom(seed + 1)));
    }

    @Test
    void patchesWithoutWeightComeLastInAnOrderOfTheirOwn() {
        int[] counts = new int[3];
        for (int seed = 0; seed < 3000; seed++) {
            int[] order = WeightedOrder.draw(new float[] {0, 1, 0, 1, 0}, new SplittableRandom(seed));
            assertThat(new int[] {order[0], order[1]}).containsExactlyInAnyOrder(1, 3);
            counts[order[4] / 2]++;
        }
        assertThat(IntStream.of(counts)).allSatisfy(count -> assertThat(count).isBetween(900, 1100));
    }

    @Test
    void alikePatchesTakeEveryPlaceEquallyOften() {
        int[][] counts = new int[5][5];
        for (int seed = 0; seed < 50_000; seed++) {
            int[] order = WeightedOrder.uniform(5, new SplittableRandom(seed));
            for (int place = 0; place < 5; place++) {
                counts[order[place]][place]++;
            }
        }
        assertThat(Stream.of(counts).flatMapToInt(IntStream::of))
                .allSatisfy(count -> assertThat(count).isBetween(9_600, 10_400));
    }

    // shares[0][patch] first drawn (masked), shares[1] the middle (thrown), shares[2] the rest (visible).
    private static double[][] shares(float[] weights, int masked, int thrown) {
        double[][] shares = new double[3][weights.length];
        SplittableRandom random = new SplittableRandom(20);
        for (int draw = 0; draw < DRAWS; draw++) {
            int[] order = WeightedOrder.draw(weights, random);
            for (int place = 0; place < order.length; place++) {
                int group = place < masked ? 0 : place < masked + thrown ? 1 : 2;
                shares[group][order[place]] += 1.0 / DRAWS;
            }
        }
        return shares;
    }
}
