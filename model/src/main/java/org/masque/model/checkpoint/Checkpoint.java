package org.masque.model.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A checkpoint that verified, and that nobody deletes until it is closed. */
public final class Checkpoint implements Closeable {
    private final Path folder;
    private final Manifest manifest;
    private final Closeable claim;

    Checkpoint(Path folder, Manifest manifest, Closeable claim) {
        this.folder = folder;
        this.manifest = manifest;
        this.claim = claim;
    }

    /** Where it lies. */
    public Path folder() {
        return folder;
    }

    /** What it says of itself. */
    public Manifest manifest() {
        return manifest;
    }

    /**
     * The path of one of its files.
     *
     * @throws NoSuchFileException if it was not saved with this checkpoint
     */
    public Path file(String name) throws NoSuchFileException {
        boolean saved = manifest.files().stream().anyMatch(file -> file.name().equals(name));
        if (!saved) {
            throw new NoSuchFileException(folder.resolve(name).toString(), null, "not a file of this checkpoint");
        }
        return folder.resolve(name);
    }

    @Override
    public void close() throws IOException {
        claim.close();
    }
}
