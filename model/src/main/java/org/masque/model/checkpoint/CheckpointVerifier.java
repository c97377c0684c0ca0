package org.masque.model.checkpoint;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Decides whether a folder holds the whole of what was saved in it. */
final class CheckpointVerifier {
    private static final long MAX_MANIFEST_BYTES = 16 << 20;

    private CheckpointVerifier() {}

    /**
     * Reads the manifest, then compares the size and the digest of every file.
     *
     * @param step that the folder's name claims
     * @throws CorruptCheckpointException with the reason if the checkpoint is not usable
     * @throws IOException if that cannot be told: no permission, or a later version wrote it
     */
    static Manifest verify(Path folder, long step) throws IOException {
        try {
            Manifest manifest = readManifest(folder);
            if (manifest.step() != step) {
                throw new CorruptCheckpointException("the manifest is of step " + manifest.step());
            }
            for (Manifest.SavedFile file : manifest.files()) {
                verifySize(folder, file);
            }
            for (Manifest.SavedFile file : manifest.files()) {
                verifyDigest(folder, file);
            }
            return manifest;
        } catch (AccessDeniedException denied) {
            throw new IOException("no permission to read checkpoint file " + denied.getMessage(), denied);
        }
    }

    /** Reads the manifest and checks its own digest only. */
    static Manifest readManifest(Path folder) throws IOException {
        Path file = folder.resolve(ManifestJson.FILE_NAME);
        if (!Files.isRegularFile(file)) {
            throw new CorruptCheckpointException("it has no " + ManifestJson.FILE_NAME);
        }
        if (Files.size(file) > MAX_MANIFEST_BYTES) {
            throw new CorruptCheckpointException("its manifest has " + Files.size(file) + " bytes");
        }
        return ManifestJson.decode(Files.readAllBytes(file));
    }

    private static void verifySize(Path folder, Manifest.SavedFile file) throws IOException {
        Path path = folder.resolve(file.name());
        if (!Files.isRegularFile(path)) {
            throw new CorruptCheckpointException(file.name() + " is missing");
        }
        if (Files.size(path) != file.bytes()) {
            throw new CorruptCheckpointException(
                    file.name() + " has " + Files.size(path) + " bytes, the manifest says " + file.bytes());
        }
    }

    private static void verifyDigest(Path folder, Manifest.SavedFile file) throws IOException {
        if (!digest(folder.resolve(file.name())).equals(file.sha256())) {
            throw new CorruptCheckpointException(file.name() + " does not match its SHA-256");
        }
    }

    // A bad sector is damage like any other: an older checkpoint may lie on good ones.
    private static String digest(Path file) throws IOException {
        try {
            return Sha256.of(file);
        } catch (AccessDeniedException denied) {
            throw denied;
        } catch (IOException unreadable) {
            throw new CorruptCheckpointException(
                    file.getFileName() + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
