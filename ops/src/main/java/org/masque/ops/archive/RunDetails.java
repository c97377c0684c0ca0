package org.masque.ops.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a run's folder says beside its history and pictures.
 *
 * @param summary where it stands
 * @param recipe every key of the effective recipe with its value, in the recipe's order
 * @param provenance build, data, machine; null if it is not there
 * @param results what it came to; null if it is not there
 * @param checkpoints on disk, the oldest first
 * @param actors what they did last, see {@code org.masque.ops.run.ActorsFile}; null if it is not there
 */
public record RunDetails(
        RunSummary summary,
        Map<String, String> recipe,
        @Nullable JsonNode provenance,
        @Nullable JsonNode results,
        List<SavedCheckpoint> checkpoints,
        @Nullable JsonNode actors) {}
