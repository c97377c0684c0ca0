package org.masque.model.interop;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A stretch of a file as a stream, so that a header is parsed without being held; leaves the channel open. */
final class ChannelSection extends InputStream {
    private final FileChannel channel;
    private final long end;
    private long position;

    ChannelSection(FileChannel channel, long begin, long end) {
        this.channel = channel;
        this.position = begin;
        this.end = end;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int wanted = (int) Math.min(length, end - position);
        if (wanted == 0) {
            return -1;
        }
        int got = channel.read(ByteBuffer.wrap(target, offset, wanted), position);
        position += Math.max(0, got);
        return got;
    }
}
