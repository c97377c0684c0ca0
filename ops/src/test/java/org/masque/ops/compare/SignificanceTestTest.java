package org.masque.ops.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SignificanceTestTest {
    // The sleep data of Student (Biometrika 6, 1908): extra hours of sleep of ten patients under two drugs.
    private static final Spread FIRST = new Spread(new double[] {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2});
    private static final Spread SECOND = new Spread(new double[] {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4});

    @Test
    void welchsTestOfStudentsSleepDataIsThePublishedOne() {
        assertThat(SignificanceTest.welch(FIRST, SECOND)).isCloseTo(0.07939, within(5e-6));
    }

    @Test
    void thePairedTestOfStudentsSleepDataIsThePublishedOne() {
        assertThat(SignificanceTest.paired(FIRST, SECOND)).isCloseTo(0.002833, within(5e-7));
    }

    @Test
    void holmsCorrectionOfAKnownExampleIsExact() {
        double[] corrected = SignificanceTest.holm(new double[] {.01, .04, .03, .005});

        assertThat(corrected).containsExactly(new double[] {.03, .06, .06, .02}, within(1e-12));
    }

    @Test
    void valuesWithoutANumberDoNotCountInTheCorrection() {
        double[] corrected = SignificanceTest.holm(new double[] {Double.NaN, .02, .9});

        assertThat(corrected).containsExactly(Double.NaN, .04, .9);
    }

    @Test
    void oneSeedIsNotEnough() {
        Spread alone = new Spread(new double[] {.5});

        assertThat(SignificanceTest.welch(alone, FIRST)).isNaN();
        assertThat(SignificanceTest.paired(alone, alone)).isNaN();
        assertThat(SignificanceTest.text(Double.NaN, 1)).isEqualTo("not enough seeds");
    }

    @Test
    void seedsThatAreAllTheSameHaveNoSpread() {
        Spread same = new Spread(new double[] {.5, .5});

        assertThat(SignificanceTest.text(SignificanceTest.welch(same, same), 2)).isEqualTo("no spread");
        assertThat(SignificanceTest.text(SignificanceTest.paired(same, same), 2))
                .isEqualTo("no spread");
    }

    @Test
    void recipesThatDoNotDifferAreSeldomCalledDifferent() {
        SplittableRandom random = new SplittableRandom(5);
        int called = 0;
        for (int trial = 0; trial < 400; trial++) {
            Spread one = new Spread(random.doubles(5).toArray());
            Spread other = new Spread(random.doubles(5).toArray());
            called += SignificanceTest.welch(one, other) < .05 ? 1 : 0;
        }
        assertThat(called / 400.0).isLessThan(.1);
    }

    @Test
    void theDeviationIsThatOfASample() {
        assertThat(new Spread(new double[] {1, 2, 3}).deviation()).isCloseTo(1, within(1e-12));
        assertThat(new Spread(new double[] {.5012, .5034}).text(100, 2)).isEqualTo("50.23 ± 0.16");
        assertThat(new Spread(new double[] {.5}).text(100, 1)).isEqualTo("50.0");
    }

    // The test would divide by no spread at all, and be certain.
    @Test
    void differencesThatDoNotVaryProveNothing() {
        Spread one = new Spread(new double[] {.412, .436});
        Spread other = new Spread(new double[] {.402, .426});

        assertThat(SignificanceTest.paired(one, other)).isNaN();
        assertThat(SignificanceTest.welch(new Spread(new double[] {.4, .4}), new Spread(new double[] {.5, .5})))
                .isNaN();
    }
}
