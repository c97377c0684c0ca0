package org.masque.model.data;

import java.util.SplittableRandom;

/**
 * A surface: two related colours mixed by a pattern.
 *
 * <p>Patterns are made of multiplications and roundings only, no sines, so that every machine draws the same bytes.
 */
final class Texture {
    /** How the two colours alternate. */
    private enum Pattern {
        PLAIN,
        STRIPES,
        CHECKS,
        DOTS,
        CLOUDS
    }

    private static final float SHARPNESS = 3;

    private final Pattern pattern;
    private final float[] first;
    private final float[] second;
    private final float acrossX;
    private final float acrossY;
    private final float phase;
    private final long cloudSeed;

    /**
     * Draws a texture.
     *
     * @param lightness of its colours on average, 0 black to 1 white
     * @param finest shortest period in pixels; the longest is twice that
     */
    Texture(double lightness, double finest, SplittableRandom random) {
        pattern = Pattern.values()[random.nextInt(Pattern.values().length)];
        double hue = random.nextDouble();
        double contrast = 0.06 + 0.1 * random.nextDouble();
        first = colour(hue, lightness + contrast, random);
        second = colour(hue + 0.12 * random.nextDouble() - 0.06, lightness - contrast, random);
        double angle = Math.PI * random.nextDouble();
        double frequency = 1 / (finest * (1 + random.nextDouble()));
        acrossX = (float) (StrictMath.cos(angle) * frequency);
        acrossY = (float) (StrictMath.sin(angle) * frequency);
        phase = (float) random.nextDouble();
        cloudSeed = random.nextLong();
    }

    // A random saturation around the wanted lightness.
    private static float[] colour(double hue, double lightness, SplittableRandom random) {
        double light = Math.min(Math.max(lightness, 0.04), 0.96);
        double chroma = Math.min(light, 1 - light) * (0.35 + 0.6 * random.nextDouble());
        float[] rgb = new float[3];
        for (int channel = 0; channel < 3; channel++) {
            double turn = 6 * fraction(hue + channel / 3.0);
            double wave = Math.min(Math.max(2 - Math.abs(turn - 3), -1), 1);
            rgb[channel] = (float) (light + chroma * wave);
        }
        return rgb;
    }

    private static double fraction(double value) {
        return value - Math.floor(value);
    }

    /** One channel (0 red to 2 blue) at a pixel, about 0 to 1, given the pattern's {@link #mix} there. */
    float channel(int channel, float mix) {
        return first[channel] + mix * (second[channel] - first[channel]);
    }

    /** How much of the second colour shows at a pixel, 0 to 1. */
    float mix(int column, int row) {
        float x = column;
        float y = row;
        float along = x * acrossX + y * acrossY + phase;
        float across = y * acrossX - x * acrossY + phase;
        return switch (pattern) {
            case PLAIN -> 0.5f;
            case STRIPES -> edge(wave(along));
            case CHECKS -> edge(wave(along) * wave(across));
            case DOTS -> edge(wave(along) + wave(across) - 0.6f);
            case CLOUDS -> cloud(x * 0.12f, y * 0.12f);
        };
    }

    // A triangle wave of period 1, from -1 to 1.
    private static float wave(float t) {
        return 4 * Math.abs(t - (float) Math.floor(t + 0.5f)) - 1;
    }

    private static float edge(float value) {
        return Math.min(Math.max(0.5f + SHARPNESS * value, 0), 1);
    }

    // Value noise: random numbers on a lattice, blended smoothly.
    private float cloud(float x, float y) {
        int column = (int) Math.floor(x);
        int row = (int) Math.floor(y);
        float u = smooth(x - column);
        float v = smooth(y - row);
        float upper = blend(lattice(column, row), lattice(column + 1, row), u);
        float lower = blend(lattice(column, row + 1), lattice(column + 1, row + 1), u);
        return blend(upper, lower, v);
    }

    private static float smooth(float t) {
        return t * t * (3 - 2 * t);
    }

    private static float blend(float from, float to, float share) {
        return from + share * (to - from);
    }

    private float lattice(int column, int row) {
        long hash = (cloudSeed ^ (column * 0x9E3779B97F4A7C15L + row * 0xD1B54A32D192ED03L)) * 0xBF58476D1CE4E5B9L;
        long mixed = (hash ^ (hash >>> 31)) * 0x94D049BB133111EBL;
        return (mixed >>> 40) * 0x1p-24f;
    }
}
