package org.masque.model.data;

import java.io.IOException;
import java.io.InputStream;

/** Reads one encoded image into memory, up to a limit that no honest file reaches. */
final class EncodedBytes {
    private static final int MAX_BYTES = 1 << 28;

    private EncodedBytes() {}

    /**
     * Reads to the end of the stream.
     *
     * @param name for the message
     * @throws BadImageException if there are more than 256 MiB: a deflate bomb, or no image
     */
    static byte[] read(String name, InputStream stream) throws IOException, BadImageException {
        byte[] bytes = stream.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new BadImageException(name, SkipReason.TOO_LARGE, "more than " + MAX_BYTES + " bytes");
        }
        return bytes;
    }
}
