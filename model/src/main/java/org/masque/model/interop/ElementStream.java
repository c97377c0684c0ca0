package org.masque.model.interop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Goes through the elements of one tensor in the file, with a small buffer instead of the whole tensor. */
final class ElementStream {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final FileChannel channel;
    private final TensorEntry entry;
    private final ByteBuffer buffer;
    private long position;
    private long left;

    /**
     * Starts before the first element.
     *
     * @param dataStart the byte in the file where the tensors begin
     */
    ElementStream(Path file, FileChannel channel, long dataStart, TensorEntry entry) {
        this.file = file;
        this.channel = channel;
        this.entry = entry;
        this.position = dataStart + entry.begin();
        this.left = entry.end() - entry.begin();
        this.buffer = ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, left)).order(ByteOrder.LITTLE_ENDIAN);
        buffer.limit(0);
    }

    float nextFloat() throws IOException {
        fill();
        return entry.type().nextFloat(buffer);
    }

    long nextInteger() throws IOException {
        fill();
        return entry.type().nextInteger(buffer);
    }

    // The buffer's size is a multiple of every element's, so an element is never cut.
    private void fill() throws IOException {
        if (buffer.hasRemaining()) {
            return;
        }
        int size = (int) Math.min(buffer.capacity(), left);
        buffer.position(0).limit(size);
        FullReads.read(file, channel, buffer, position);
        buffer.flip();
        position += size;
        left -= size;
    }
}
