package org.masque.model.interop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Positional reads that fill the buffer or fail: a channel may give less than it was asked for. */
final class FullReads {
    private FullReads() {}

    /** Fills {@code target} from {@code position} on; many threads may do so at once. */
    static void read(Path file, FileChannel channel, ByteBuffer target, long position) throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int got = channel.read(target, at);
            if (got < 0) {
                throw new SafetensorsException(file, "ends at byte " + at + ": it was cut while being read");
            }
            at += got;
        }
    }
}
