package org.masque.model.score;

import org.jspecify.annotations.Nullable;

/**
 * What is scored under one name.
 *
 * @param name for people
 * @param maps its maps
 * @param parts its parts, or null where only maps are scored
 */
public record ScoredNetwork(
        String name, MapSource maps, @Nullable PartLabels parts) {}
