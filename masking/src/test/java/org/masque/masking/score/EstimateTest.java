package org.masque.masking.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EstimateTest {
    @Test
    void theSameValuesAndSeedGiveTheSameInterval() {
        double[] values = {1, 2, 3, 4, 10};

        assertThat(Estimate.of(values, 7)).isEqualTo(Estimate.of(values, 7));
        assertThat(Estimate.of(values, 7).low()).isLessThan(4);
        assertThat(Estimate.of(values, 7).high()).isGreaterThan(4);
        assertThat(Estimate.of(values, 7).mean()).isEqualTo(4);
    }

    @Test
    void theIntervalIsThatOfANormalMeanWhereThereAreManyValues() {
        SplittableRandom random = new SplittableRandom(1);
        double[] values = random.doubles(10_000).toArray();
        double half = 1.96 * Math.sqrt(1 / 12.0) / Math.sqrt(values.length);

        Estimate estimate = Estimate.of(values, 0);

        assertThat(estimate.mean() - estimate.low()).isCloseTo(half, within(half / 10));
        assertThat(estimate.high() - estimate.mean()).isCloseTo(half, within(half / 10));
    }

    @Test
    void valuesThatAreNotANumberAreLeftOut() {
        Estimate estimate = Estimate.of(new double[] {Double.NaN, 2, 2}, 0);

        assertThat(estimate).isEqualTo(new Estimate(2, 2, 2, 2));
        assertThat(Estimate.of(new double[] {Double.NaN}, 0).count()).isZero();
    }

    @Test
    void theIntervalHoldsTheTrueMeanAboutAsOftenAsItSays() {
        int held = 0;
        for (long seed = 0; seed < 200; seed++) {
            Estimate estimate =
                    Estimate.of(new SplittableRandom(seed).doubles(60).toArray(), seed);
            held += estimate.low() <= .5 && .5 <= estimate.high() ? 1 : 0;
        }
        assertThat(held / 200.0).isCloseTo(.95, within(.05));
    }
}
