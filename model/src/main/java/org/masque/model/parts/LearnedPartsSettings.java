package org.masque.model.parts;

/**
 * How parts are learned.
 *
 * @param parts K, 2 to 127
 * @param channels of the decoder, at least 1
 * @param diversity weight of the loss that keeps the maps of parts apart, at least 0 (published; spec 4.1)
 * @param presence weight of the loss that gives each part patches of its own, at least 0; not published, 0 leaves it
 *     out
 * @param microBatch images at once, at least 1
 * @param seed of the starting weights
 */
public record LearnedPartsSettings(
        int parts, int channels, double diversity, double presence, int microBatch, long seed) {
    public LearnedPartsSettings {
        if (parts < 2 || parts > Byte.MAX_VALUE || channels < 1 || microBatch < 1) {
            throw new IllegalArgumentException(parts + " parts, " + channels + " channels, " + microBatch
                    + " images at once: 2 to 127 parts are possible, and at least 1 of the others");
        }
    }
}
