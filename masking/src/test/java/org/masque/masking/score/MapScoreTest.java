package org.masque.masking.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MapScoreTest {
    // Two patches of object, one of it to the half; a tenth of the last patch is undecided.
    private static final ObjectShares TRUTH = new ObjectShares(new double[] {1, .5, 0, 0}, new double[] {0, .5, 1, .9});

    @Test
    void theShareIsTheWeightOnTheObject() {
        MapScore score = MapScore.of(new float[] {3, 2, 1, 0}, TRUTH);

        // On the object 3 + 1, beside it 1 + 1.
        assertThat(score.share()).isCloseTo(4 / 6.0, within(1e-9));
        assertThat(score.area()).isCloseTo(1.5 / 3.9, within(1e-9));
        assertThat(score.ratio()).isCloseTo(4 / 6.0 / (1.5 / 3.9), within(1e-9));
        assertThat(score.difference()).isCloseTo(4 / 6.0 - 1.5 / 3.9, within(1e-9));
    }

    @Test
    void theHeaviestPatchesAreAsManyAsTheObjectHas() {
        ObjectShares truth = new ObjectShares(new double[] {1, .6, 0, 0}, new double[] {0, .4, 1, .9});

        // Patches 0 and 2 are chosen: 1 of the object, and 1 beside it.
        MapScore score = MapScore.of(new float[] {.9f, .1f, .5f, 0}, truth);

        assertThat(score.iou()).isCloseTo(1 / (1.6 + 1), within(1e-9));
    }

    @Test
    void aMapThatIsTheObjectHasAllOfIt() {
        ObjectShares truth = new ObjectShares(new double[] {1, 0, 1}, new double[] {0, 1, 0});

        MapScore score = MapScore.of(new float[] {1, 0, 1}, truth);

        assertThat(score.share()).isEqualTo(1);
        assertThat(score.iou()).isEqualTo(1);
    }

    @Test
    void equalWeightsAndNoWeightsAreChance() {
        assertThat(MapScore.of(new float[] {1, 1, 1, 1}, TRUTH).ratio()).isCloseTo(1, within(1e-12));
        assertThat(MapScore.of(new float[4], TRUTH).ratio()).isCloseTo(1, within(1e-12));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aMapOfChanceHasTheAreaOnAverage(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double sum = 0;
        for (int draw = 0; draw < 20_000; draw++) {
            float[] map = new float[4];
            for (int patch = 0; patch < map.length; patch++) {
                map[patch] = random.nextFloat() + .5f;
            }
            sum += MapScore.of(map, TRUTH).difference();
        }
        assertThat(sum / 20_000).isCloseTo(0, within(5e-3));
    }

    @Test
    void ofEqualWeightsTheEarlierPatchIsHeavier() {
        assertThat(MapScore.heaviest(new float[] {.5f, 1, .5f}, 2)).containsExactly(1, 0);
    }

    @Test
    void anObjectSmallerThanAPatchStillHasOne() {
        ObjectShares truth = new ObjectShares(new double[] {.1, 0}, new double[] {.9, 1});

        assertThat(truth.objectPatches()).isEqualTo(1);
    }

    @Test
    void aMapOfAnotherGridIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> MapScore.of(new float[3], TRUTH));
    }
}
