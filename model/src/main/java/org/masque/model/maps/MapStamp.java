package org.masque.model.maps;

/**
 * Where a map comes from.
 *
 * @param weightsVersion the version of the weights of the encoder that made it
 * @param epoch the epoch in which it was made, 0-based
 */
public record MapStamp(long weightsVersion, int epoch) {
    public MapStamp {
        if (weightsVersion < 0 || epoch < 0) {
            throw new IllegalArgumentException(
                    "a map of weights version " + weightsVersion + " and epoch " + epoch + ": neither is negative");
        }
    }
}
