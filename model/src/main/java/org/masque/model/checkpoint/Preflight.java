package org.masque.model.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Looks before the run begins whether its results will find a place, instead of failing hours later. */
public final class Preflight {
    private Preflight() {}

    /**
     * Checks that there is room.
     *
     * @param folder need not exist yet
     * @param bytes that the run is expected to write before it deletes anything
     * @throws PreflightException if less is free; "needs 1.3 GB, 0.2 GB free in ..."
     */
    public static void requireSpace(Path folder, long bytes) throws PreflightException {
        long free;
        try {
            free = DiskSpace.free(folder);
        } catch (IOException unknown) {
            throw new PreflightException("cannot tell the free space of " + folder + ": " + unknown, unknown);
        }
        if (free < bytes) {
            throw new PreflightException(
                    "needs " + DiskSpace.text(bytes) + ", " + DiskSpace.text(free) + " free in " + folder
                            + "; free some, lower checkpoint.keepLast, or set run.folder",
                    null);
        }
    }

    /**
     * Checks by what the system allows, and without writing, that a folder is there and can be written in, or could be
     * created.
     *
     * @throws PreflightException naming the path and the user
     */
    public static void requirePermission(Path folder) throws PreflightException {
        @Nullable Path existing = folder.toAbsolutePath();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null || !Files.isDirectory(existing) || !Files.isWritable(existing)) {
            String obstacle = existing != null && Files.exists(existing) && !Files.isDirectory(existing)
                    ? " is no folder"
                    : " must not be written";
            throw new PreflightException(
                    "cannot write in " + folder + " as user " + System.getProperty("user.name") + ": " + existing
                            + obstacle,
                    null);
        }
    }

    /**
     * Creates a folder if it is missing, and checks that files can be created and deleted in it.
     *
     * @throws PreflightException naming the path and the user
     */
    public static void requireWritable(Path folder) throws PreflightException {
        try {
            Files.createDirectories(folder);
            Path probe = Files.createTempFile(folder, ".write-test", null);
            try {
                DurableFiles.write(probe, new byte[] {1});
            } finally {
                Files.delete(probe);
            }
        } catch (IOException failure) {
            throw new PreflightException(
                    "cannot write in " + folder + " as user " + System.getProperty("user.name") + ": " + failure,
                    failure);
        }
    }
}
