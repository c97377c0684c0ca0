package org.masque.model.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who reads which checkpoint, so that none is deleted under a reader: a count within this process, and a shared lock on
 * a file of its own in the checkpoint towards others.
 *
 * <p>Static, because the system's locks belong to the process: closing any channel of a file drops all its locks, so
 * there must be one channel for each claimed checkpoint, and nobody else may open that file.
 */
final class ReadClaims {
    private static final Logger LOG = LoggerFactory.getLogger(ReadClaims.class);
    /** The file that carries the lock; empty, not in the manifest. */
    static final String LOCK_FILE = "readers.lock";

    private static final Map<Path, Claim> HELD = new HashMap<>();

    private static final class Claim {
        private final @Nullable FileChannel channel;
        private int readers;

        Claim(@Nullable FileChannel channel) {
            this.channel = channel;
        }
    }

    private ReadClaims() {}

    /** Claims a folder until the result is closed; closing twice does nothing more. */
    static synchronized Closeable claim(Path folder) throws IOException {
        Path key = folder.toRealPath();
        Claim claim = HELD.computeIfAbsent(key, absent -> new Claim(lockShared(absent)));
        claim.readers++;
        boolean[] closed = {false};
        return () -> {
            synchronized (ReadClaims.class) {
                if (!closed[0]) {
                    closed[0] = true;
                    release(key, claim);
                }
            }
        };
    }

    // Some network file systems have no locks; reading must work there as well.
    private static @Nullable FileChannel lockShared(Path folder) {
        @Nullable FileChannel channel = null;
        try {
            channel = FileChannel.open(folder.resolve(LOCK_FILE), StandardOpenOption.READ);
            channel.lock(0, Long.MAX_VALUE, true); // released with the channel
        } catch (IOException unlockable) {
            LOG.debug("reading {} without a lock: {}", folder, unlockable.toString());
        }
        return channel;
    }

    private static void release(Path key, Claim claim) throws IOException {
        claim.readers--;
        if (claim.readers > 0) {
            return;
        }
        HELD.remove(key);
        if (claim.channel != null) {
            claim.channel.close();
        }
    }

    /**
     * Takes a checkpoint's name away, so that nobody can begin to read it.
     *
     * @param doomed the name under which it may be deleted afterwards
     * @return false if somebody reads it: nothing happened
     */
    static synchronized boolean retire(Path folder, Path doomed) throws IOException {
        if (HELD.containsKey(folder.toRealPath())) {
            return false;
        }
        Path lockFile = folder.resolve(LOCK_FILE);
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                return false;
            }
            Files.move(folder, doomed);
            return true;
        }
    }
}
