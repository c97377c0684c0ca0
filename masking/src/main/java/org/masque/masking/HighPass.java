package org.masque.masking;

import java.util.Arrays;

/**
 * How much of each patch's token a high-pass along the tokens leaves (FAMT, spec 3.7).
 *
 * <p>The spectrum of L tokens, with frequency 0 in the middle, is multiplied by 1 - exp(-(k - m)^2 / (2 d)), m = (L -
 * 1)/2, d = (0.15 L/2)^2, phases kept. That is a circular convolution with the filter's response, a complex number for
 * each distance between two tokens, and computed as one: exact, without a library, L^2 products a channel.
 */
public final class HighPass {
    private static final double CUTOFF = 0.15;

    private final double[] real;
    private final double[] imaginary;

    /** For L tokens. */
    public HighPass(int tokens) {
        real = new double[tokens];
        imaginary = new double[tokens];
        for (int distance = 0; distance < tokens; distance++) {
            for (int place = 0; place < tokens; place++) {
                double angle = 2 * Math.PI * distance * frequency(place, tokens) / tokens;
                real[distance] += gain(place, tokens) * Math.cos(angle) / tokens;
                imaginary[distance] += gain(place, tokens) * Math.sin(angle) / tokens;
            }
        }
    }

    // Which frequency stands where once 0 is in the middle.
    static int frequency(int place, int tokens) {
        return place - tokens / 2;
    }

    /** What is left of the frequency in a place of the centred spectrum. */
    static double gain(int place, int tokens) {
        double deviation = tokens * CUTOFF / 2;
        double distance = place - (tokens - 1) / 2.0;
        return 1 - Math.exp(-distance * distance / (2 * deviation * deviation));
    }

    /**
     * The factor of each token: the sum over channels of the magnitude that is left, divided by the mean over tokens of
     * the same sum before the filter.
     *
     * @param tokens L x C, token by token; not changed
     * @return length L; ones where all tokens are zero
     */
    public double[] factors(float[] tokens) {
        int count = real.length;
        int width = tokens.length / count;
        double before = 0;
        for (float value : tokens) {
            before += Math.abs(value);
        }
        double[] factors = new double[count];
        double[] re = new double[width];
        double[] im = new double[width];
        for (int to = 0; to < count; to++) {
            filter(tokens, to, re, im);
            for (int channel = 0; channel < width; channel++) {
                factors[to] += Math.sqrt(re[channel] * re[channel] + im[channel] * im[channel]);
            }
            factors[to] = before > 0 ? factors[to] / (before / count) : 1;
        }
        return factors;
    }

    private void filter(float[] tokens, int to, double[] re, double[] im) {
        Arrays.fill(re, 0);
        Arrays.fill(im, 0);
        for (int from = 0; from < real.length; from++) {
            int distance = Math.floorMod(to - from, real.length);
            double a = real[distance];
            double b = imaginary[distance];
            int start = from * re.length;
            for (int channel = 0; channel < re.length; channel++) {
                re[channel] += a * tokens[start + channel];
                im[channel] += b * tokens[start + channel];
            }
        }
    }
}
