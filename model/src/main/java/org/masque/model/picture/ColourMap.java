package org.masque.model.picture;

/**
 * Turns a number into a colour, evenly for the eye and in grey print too.
 *
 * <p>The colours are ten points of viridis (S. van der Walt and N. Smith, 2015, public domain), with straight lines
 * between them.
 */
final class ColourMap {
    private static final int[] POINTS = {
        0x440154, 0x482878, 0x3e4989, 0x31688e, 0x26828e, 0x1f9e89, 0x35b779, 0x6ece58, 0xb5de2b, 0xfde725
    };

    private ColourMap() {}

    /** The colour of a value in [0, 1] as 0xRRGGBB; values beyond get the nearest. */
    static int colour(float value) {
        float place = Math.max(0, Math.min(1, value)) * (POINTS.length - 1);
        int point = Math.min((int) place, POINTS.length - 2);
        return mix(POINTS[point], POINTS[point + 1], place - point);
    }

    /** A colour between two. */
    static int mix(int from, int to, float share) {
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int start = from >> shift & 0xff;
            int end = to >> shift & 0xff;
            mixed |= Math.round(start + (end - start) * share) << shift;
        }
        return mixed;
    }
}
