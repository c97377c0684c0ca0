package org.masque.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** FAMT's map (spec 3.7), and its factor by frequency against a naive Fourier transform. */
class FamtMapTest {
    // Two patches, one head: u = (.2 + .4)/2, C = (.3, .2) u; v = .5, I = ((.5 + .1)/2, (.3 + .5)/2) v.
    @Test
    void theClassPartAndTheImagePartAreAdded() {
        float[] attention = {.5f, .3f, .2f, .2f, .5f, .3f, .4f, .1f, .5f};
        double[] map = FamtMap.ofHeads(attention, 1);
        assertThat(map[0]).isCloseTo(.3 * .3 + .3 * .5, within(1e-7));
        assertThat(map[1]).isCloseTo(.2 * .3 + .4 * .5, within(1e-7));
    }

    @Test
    void headsAreAveragedAndNothingIsStretched() {
        float[] one = {.5f, .3f, .2f, .2f, .5f, .3f, .4f, .1f, .5f};
        float[] other = {.1f, .1f, .8f, .6f, .2f, .2f, .1f, .7f, .2f};
        float[] both = new float[18];
        System.arraycopy(one, 0, both, 0, 9);
        System.arraycopy(other, 0, both, 9, 9);
        double[] mean = FamtMap.ofHeads(both, 2);
        for (int patch = 0; patch < 2; patch++) {
            assertThat(mean[patch])
                    .isCloseTo((FamtMap.ofHeads(one, 1)[patch] + FamtMap.ofHeads(other, 1)[patch]) / 2, within(1e-12));
        }
        assertThat(FamtMap.largestIsOne(new double[] {1e-4, 2e-4})).containsExactly(.5f, 1);
        assertThat(FamtMap.largestIsOne(new double[2])).containsExactly(1, 1);
    }

    @Test
    void whatIsNoAttentionIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> FamtMap.ofHeads(new float[8], 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FamtMap.ofHeads(new float[] {Float.NaN, 1, 1, 1}, 1))
                .withMessageContaining("damaged");
    }

    @ParameterizedTest(name = "{0} tokens")
    @ValueSource(ints = {1, 2, 7, 16, 49, 64})
    void theFactorsAreThoseOfAFilteredFourierTransform(int tokens) {
        int width = 3;
        float[] values = new float[tokens * width];
        SplittableRandom random = new SplittableRandom(tokens);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        double[] expected = naive(values, tokens, width);
        double[] factors = new HighPass(tokens).factors(values);
        for (int token = 0; token < tokens; token++) {
            assertThat(factors[token]).as("token %d", token).isCloseTo(expected[token], within(1e-9));
        }
    }

    // Transform, put frequency 0 in the middle, multiply, put it back, transform back.
    private static double[] naive(float[] values, int tokens, int width) {
        double[] sums = new double[tokens];
        double before = 0;
        for (int channel = 0; channel < width; channel++) {
            double[][] spectrum = new double[tokens][2];
            for (int k = 0; k < tokens; k++) {
                for (int t = 0; t < tokens; t++) {
                    double angle = -2 * Math.PI * k * t / tokens;
                    spectrum[k][0] += values[t * width + channel] * Math.cos(angle);
                    spectrum[k][1] += values[t * width + channel] * Math.sin(angle);
                }
            }
            for (int k = 0; k < tokens; k++) {
                double gain = HighPass.gain((k + tokens / 2) % tokens, tokens);
                spectrum[k][0] *= gain;
                spectrum[k][1] *= gain;
            }
            for (int t = 0; t < tokens; t++) {
                double re = 0;
                double im = 0;
                for (int k = 0; k < tokens; k++) {
                    double angle = 2 * Math.PI * k * t / tokens;
                    re += spectrum[k][0] * Math.cos(angle) - spectrum[k][1] * Math.sin(angle);
                    im += spectrum[k][0] * Math.sin(angle) + spectrum[k][1] * Math.cos(angle);
                }
                sums[t] += Math.hypot(re, im) / tokens;
                before += Math.abs(values[t * width + channel]);
            }
        }
        for (int t = 0; t < tokens; t++) {
            sums[t] /= before / tokens;
        }
        return sums;
    }

    @Test
    void tokensThatAreAllAlikeLoseAlmostAllAndASingleOtherOneStandsOut() {
        int tokens = 64;
        float[] flat = new float[tokens];
        Arrays.fill(flat, 1);
        assertThat(new HighPass(tokens).factors(flat)[5]).isLessThan(0.01);
        flat[20] = 3;
        double[] factors = new HighPass(tokens).factors(flat);
        assertThat(factors[20]).isGreaterThan(5 * factors[40]);
    }
}
