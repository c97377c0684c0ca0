package org.masque.model.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;

/** Hashes and counts what goes through it; does not close what it writes to. */
final class HashingChannel implements WritableByteChannel {
    private final WritableByteChannel target;
    private final MessageDigest digest = Sha256.start();
    private long bytes;
    private boolean open = true;

    HashingChannel(WritableByteChannel target) {
        this.target = target;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        ByteBuffer view = source.duplicate();
        int written = target.write(source);
        digest.update(view.limit(view.position() + written)); // what was taken, not what was offered
        bytes += written;
        return written;
    }

    long bytes() {
        return bytes;
    }

    /** The SHA-256 of all bytes so far, in hexadecimal; ends the hashing. */
    String sha256() {
        return Sha256.text(digest);
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
    }
}
