package org.masque.model.score;

import org.jspecify.annotations.Nullable;

/**
 * What is scored under one name: maps, parts, or both.
 *
 * @param name of the network, for people
 * @param kind what of it, for people: attention, or who finds the parts
 * @param maps its maps, or null where only parts are scored
 * @param parts its parts, or null where only maps are scored
 */
public record ScoredNetwork(
        String name,
        String kind,
        @Nullable MapSource maps,
        @Nullable PartLabels parts) {
    /** The kind of a network's attention maps. */
    public static final String ATTENTION = "attention";

    /** The kind of what knows nothing of the images. */
    public static final String YARDSTICK = "yardstick";

    public ScoredNetwork {
        if (maps == null && parts == null) {
            throw new IllegalArgumentException("neither maps nor parts of " + name + " to score");
        }
    }

    /** Maps alone. */
    public static ScoredNetwork ofMaps(String name, String kind, MapSource maps) {
        return new ScoredNetwork(name, kind, maps, null);
    }

    /** Parts alone. */
    public static ScoredNetwork ofParts(String name, String kind, PartLabels parts) {
        return new ScoredNetwork(name, kind, null, parts);
    }
}
