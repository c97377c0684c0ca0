package org.masque.config;

/**
 * One number for each colour channel, in HOCON a list {@code [red, green, blue]}.
 *
 * @param red for the red channel
 * @param green for the green channel
 * @param blue for the blue channel
 */
public record Channels(double red, double green, double blue) {
    /** The three in the order red, green, blue; a new array. */
    public float[] toArray() {
        return new float[] {(float) red, (float) green, (float) blue};
    }
}
