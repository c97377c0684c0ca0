package org.masque.actors.wire;

/**
 * The most that a message may claim; checked when it is written as well, so that the sender hears of it.
 *
 * @param frameBytes of a whole message; below the 256 KiB that Pekko's remoting takes
 * @param stringBytes of one text, in UTF-8
 * @param arrayBytes of one array of numbers
 * @param elements of one collection or map
 * @param objects of all records and elements of a message together
 * @param depth of records and collections in each other
 */
public record WireLimits(int frameBytes, int stringBytes, int arrayBytes, int elements, int objects, int depth) {
    /** What Masque uses. With them a message that is refused costs less than 1 MB, whatever it says. */
    public static final WireLimits USUAL = new WireLimits(128 * 1024, 16 * 1024, 64 * 1024, 1024, 4096, 32);

    public WireLimits {
        if (Math.min(Math.min(frameBytes, stringBytes), Math.min(arrayBytes, elements)) < 1
                || Math.min(objects, depth) < 1) {
            throw new IllegalArgumentException("every limit must be positive");
        }
    }
}
