package org.masque.model.checkpoint;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a checkpoint says of itself; its own digest guards it, and its files' digests guard them.
 *
 * @param step updates applied
 * @param epoch epochs completed
 * @param configHash of the configuration of the run that saved it
 * @param created wall-clock time, for people only
 * @param masqueVersion that saved it
 * @param state free-form strings, as in {@link CheckpointContent}
 * @param files everything in the folder but the manifest
 */
public record Manifest(
        long step,
        long epoch,
        String configHash,
        Instant created,
        String masqueVersion,
        Map<String, String> state,
        List<SavedFile> files) {
    /**
     * One file of a checkpoint.
     *
     * @param name inside the folder
     * @param bytes its size
     * @param sha256 of its content, in hexadecimal
     */
    public record SavedFile(String name, long bytes, String sha256) {}

    public Manifest {
        state = Map.copyOf(state);
        files = List.copyOf(files);
    }
}
