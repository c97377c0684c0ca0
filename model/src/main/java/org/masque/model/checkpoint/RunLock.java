package org.masque.model.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to write in a run's folder; one process has it at a time.
 *
 * <p>The system's lock on the file {@code run.lock} decides, so the lock of a process that died is free at once. The
 * text in the file says who has it. Closed at the end of the run; the file stays, empty, since deleting it would let
 * two processes lock two files of one name.
 */
public final class RunLock implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(RunLock.class);
    private static final int TEXT_BYTES = 1024;

    // Locks belong to the process, and closing any channel of the file drops them: a second attempt within this process
    // must not even open the file.
    private static final Set<Path> HELD_HERE = new HashSet<>();

    private final Path file;
    private final FileChannel channel;
    private boolean released;

    private RunLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock, over from a dead process if need be.
     *
     * @param runFolder created if missing
     * @throws RunLockedException if a live process has it; says who
     */
    public static RunLock acquire(Path runFolder) throws IOException {
        Files.createDirectories(runFolder);
        Path file = runFolder.toRealPath().resolve("run.lock");
        synchronized (HELD_HERE) {
            requireNotHeldHere(runFolder, file);
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                takeOver(runFolder, channel);
            } catch (IOException | RuntimeException failure) {
                channel.close();
                throw failure;
            }
            HELD_HERE.add(file);
            return new RunLock(file, channel);
        }
    }

    /**
     * Looks whether the lock could be taken now, and takes nothing.
     *
     * @param runFolder need not exist
     * @throws RunLockedException if a live process has it; says who
     */
    public static void requireFree(Path runFolder) throws IOException {
        if (Files.notExists(runFolder.resolve("run.lock"))) {
            return;
        }
        Path file = runFolder.toRealPath().resolve("run.lock");
        synchronized (HELD_HERE) {
            requireNotHeldHere(runFolder, file);
            // A shared lock needs no right to write, and is refused while somebody has the lock; closing gives it back.
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                boolean free = channel.tryLock(0, Long.MAX_VALUE, true) != null;
                requireNobody(runFolder, free, LockHolder.parse(read(channel)));
            }
        }
    }

    private static void requireNotHeldHere(Path runFolder, Path file) throws RunLockedException {
        if (HELD_HERE.contains(file)) {
            throw new RunLockedException(
                    runFolder, "this very process, " + LockHolder.self().text().strip());
        }
    }

    // A file system without true locks grants everything; the text is the second line of defence.
    private static void requireNobody(Path runFolder, boolean locked, Optional<LockHolder> holder)
            throws RunLockedException {
        if (!locked || holder.map(LockHolder::isAliveElsewhere).orElse(false)) {
            throw new RunLockedException(
                    runFolder, holder.map(each -> each.text().strip()).orElse("an unknown process"));
        }
    }

    private static void takeOver(Path runFolder, FileChannel channel) throws IOException {
        boolean locked = channel.tryLock() != null;
        Optional<LockHolder> holder = LockHolder.parse(read(channel));
        requireNobody(runFolder, locked, holder);
        holder.ifPresent(gone -> LOG.warn(
                "{}: taking over the lock of {}, which is gone",
                runFolder,
                gone.text().strip()));
        write(channel, LockHolder.self().text());
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(TEXT_BYTES);
        channel.read(text, 0);
        return new String(text.array(), 0, text.position(), StandardCharsets.UTF_8);
    }

    private static void write(FileChannel channel, String text) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
        channel.force(true);
    }

    /** Gives the right back; closing twice does nothing more. */
    @Override
    public void close() throws IOException {
        synchronized (HELD_HERE) {
            if (released) {
                return;
            }
            released = true;
            HELD_HERE.remove(file);
            try (channel) {
                // Where locks were lost or never were, another process may have written its name here since.
                if (LockHolder.parse(read(channel)).equals(Optional.of(LockHolder.self()))) {
                    channel.truncate(0);
                }
            }
        }
    }
}
