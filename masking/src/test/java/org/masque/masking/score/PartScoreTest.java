package org.masque.masking.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartScoreTest {
    private static final ObjectShares TRUTH = new ObjectShares(new double[] {1, 1, .5, 0}, new double[] {0, 0, .5, 1});

    @Test
    void purityCountsWhatIsOnThePartsOwnSide() {
        // Part 0 holds patches 0 and 3: 1 and 1. Part 1 holds 1 and 2: 1.5 of the object, .5 beside it.
        assertThat(PartScore.purity(new byte[] {0, 1, 1, 0}, TRUTH)).isCloseTo((1 + 1.5) / 4, within(1e-12));
    }

    @Test
    void onePartForAllIsAsPureAsTheLargerArea() {
        assertThat(PartScore.purity(new byte[4], TRUTH)).isCloseTo(2.5 / 4, within(1e-12));
    }

    @Test
    void patchesAreOnTheObjectWhereTheirPartMostlyIs() {
        // Part 0 has as much of one side as of the other, part 1 more of the object.
        assertThat(PartScore.onObject(new byte[] {0, 1, 1, 0}, TRUTH)).containsExactly(1, 2);
        assertThat(PartScore.onObject(new byte[] {0, 0, 0, 1}, TRUTH)).containsExactly(0, 1, 2);
    }

    @Test
    void aRegionIsCoveredByThePartThatHoldsMostOfIt() {
        double[] region = {.2, .4, .3, .1};

        assertThat(PartScore.bestCover(new byte[] {0, 1, 1, 2}, region)).isCloseTo(.7, within(1e-12));
        assertThat(PartScore.bestCover(new byte[4], region)).isCloseTo(1, within(1e-12));
    }

    @Test
    void partsThatAreTheTruthSayAllWhateverTheirNumbers() {
        double[][] truth = {{1, 1, 0, 0}, {0, 0, 1, 1}};

        assertThat(PartScore.information(new byte[] {5, 5, 2, 2}, truth)).isCloseTo(1, within(1e-12));
    }

    @Test
    void partsThatHaveNothingToDoWithTheTruthSayNothing() {
        double[][] truth = {{1, 1, 0, 0}, {0, 0, 1, 1}};

        assertThat(PartScore.information(new byte[] {0, 1, 0, 1}, truth)).isCloseTo(0, within(1e-12));
        assertThat(PartScore.information(new byte[4], truth)).isZero();
    }

    @Test
    void informationOfAKnownTableIsExact() {
        // Joint 2 1 / 0 1: H(rows) = H(3/4), H(columns) = ln 2, H(joint) = 1.5 ln 2.
        double rows = -.75 * Math.log(.75) - .25 * Math.log(.25);
        double expected = 2 * (rows + Math.log(2) - 1.5 * Math.log(2)) / (rows + Math.log(2));

        assertThat(PartScore.agreement(new byte[] {0, 0, 0, 1}, new byte[] {0, 0, 1, 1}))
                .isCloseTo(expected, within(1e-12));
    }

    @Test
    void twoConstantLabellingsAgree() {
        assertThat(PartScore.agreement(new byte[3], new byte[3])).isEqualTo(1);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void agreementIsSymmetricAndWithinBounds(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] one = new byte[50];
        byte[] other = new byte[50];
        for (int patch = 0; patch < one.length; patch++) {
            one[patch] = (byte) random.nextInt(6);
            other[patch] = (byte) random.nextInt(3);
        }

        double agreement = PartScore.agreement(one, other);

        assertThat(agreement).isBetween(0.0, 1.0).isCloseTo(PartScore.agreement(other, one), within(1e-12));
    }

    @Test
    void correlationIsPearsons() {
        assertThat(Correlation.of(new float[] {1, 2, 3}, new float[] {2, 4, 6})).isCloseTo(1, within(1e-12));
        assertThat(Correlation.of(new float[] {1, 2, 3}, new float[] {3, 2, 1})).isCloseTo(-1, within(1e-12));
        assertThat(Correlation.of(new float[] {1, 2, 3}, new float[] {1, 3, 2})).isCloseTo(.5, within(1e-12));
        assertThat(Correlation.of(new float[] {1, 1, 1}, new float[] {1, 3, 2})).isNaN();
    }
}
