package org.masque.model.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An immutable snapshot, ready to be saved: it does not change while the run goes on.
 *
 * @param step updates applied, at least 0
 * @param epoch epochs completed, at least 0
 * @param configHash of the configuration that the run has
 * @param state free-form strings for the resume: seeds, cursor, generation
 * @param files in the order of writing, at least one, no name twice
 */
public record CheckpointContent(
        long step, long epoch, String configHash, Map<String, String> state, List<CheckpointFile> files) {
    public CheckpointContent {
        if (step < 0 || epoch < 0) {
            throw new IllegalArgumentException("step " + step + ", epoch " + epoch + ": neither may be negative");
        }
        state = Map.copyOf(state);
        files = List.copyOf(files);
        long names = files.stream().map(CheckpointFile::name).distinct().count();
        if (files.isEmpty() || names != files.size()) {
            throw new IllegalArgumentException("a checkpoint needs files, each with its own name");
        }
    }

    /** The same with one more string of the state. */
    CheckpointContent with(String key, String value) {
        Map<String, String> more = new TreeMap<>(state);
        more.put(key, value);
        return new CheckpointContent(step, epoch, configHash, more, files);
    }
}
