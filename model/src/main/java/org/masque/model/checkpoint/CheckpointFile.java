package org.masque.model.checkpoint;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.regex.Pattern;

/**
 * One file to be saved.
 *
 * @param name letters, digits, '.', '_' and '-', not beginning with '.'; not {@code manifest.json} or
 *     {@code readers.lock}
 * @param writer writes the content; called once, on the thread that saves
 */
public record CheckpointFile(String name, ContentWriter writer) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,200}");

    /** Writes the bytes of one file. */
    @FunctionalInterface
    public interface ContentWriter {
        /** Writes everything to the channel, which it leaves open; the bytes are hashed on their way. */
        void writeTo(WritableByteChannel channel) throws IOException;
    }

    public CheckpointFile {
        if (!isName(name)) {
            throw new IllegalArgumentException("not a name for a file of a checkpoint: " + name);
        }
    }

    /** Whether a name stays inside the checkpoint's folder and is none that the store uses itself. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches()
                && !name.equals(ManifestJson.FILE_NAME)
                && !name.equals(ReadClaims.LOCK_FILE);
    }
}
