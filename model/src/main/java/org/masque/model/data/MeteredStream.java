package org.masque.model.data;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Lets no more bytes through than were allowed: what a reader of an untrusted archive may unpack between two decisions.
 *
 * <p>Without it, a header that claims a name of 10 GB would be collected in memory.
 */
final class MeteredStream extends FilterInputStream {
    private long allowance;

    MeteredStream(InputStream in) {
        super(in);
    }

    /** Allows this many bytes from here on, whatever was left before. */
    void allow(long bytes) {
        allowance = bytes;
    }

    @Override
    public int read() throws IOException {
        requireAllowance();
        int value = super.read();
        allowance -= value < 0 ? 0 : 1;
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        requireAllowance();
        int count = super.read(buffer, offset, (int) Math.min(length, allowance));
        allowance -= Math.max(0, count);
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        requireAllowance();
        long skipped = super.skip(Math.min(count, allowance));
        allowance -= skipped;
        return skipped;
    }

    private void requireAllowance() throws IOException {
        if (allowance <= 0) {
            throw new IOException("a member's header or padding is larger than any honest one");
        }
    }
}
