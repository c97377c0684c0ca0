package org.masque.model.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * How often a run was begun: each process that takes it is one generation, and an older one saves no checkpoint any
 * more, and ends.
 *
 * <p>{@link RunLock} keeps two processes out of one folder where the file system has locks. A process that was halted
 * on a machine whose locks were taken away (a network file system does that) believes to hold it still; what it would
 * save then is refused here. The file {@code generation} of the run's folder has the newest number, and who began it.
 */
public final class RunGeneration {
    private static final String FILE = "generation";

    private final Path file;
    private final long number;

    private RunGeneration(Path file, long number) {
        this.file = file;
        this.number = number;
    }

    /**
     * Begins the next one; to be called under the {@link RunLock}.
     *
     * @param runFolder exists
     * @throws IOException if the number cannot be read or written, or is none
     */
    public static RunGeneration begin(Path runFolder) throws IOException {
        Path file = runFolder.resolve(FILE);
        long next = newest(file).number() + 1;
        Path temporary = runFolder.resolve(FILE + ".tmp");
        String text = next + "\n" + LockHolder.self().text();
        DurableFiles.write(temporary, text.getBytes(StandardCharsets.UTF_8));
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        DurableFiles.syncFolder(runFolder);
        return new RunGeneration(file, next);
    }

    private record Begun(long number, String holder) {}

    private static Begun newest(Path file) throws IOException {
        try {
            String[] lines = Files.readString(file).strip().split("\n", 2);
            return new Begun(Long.parseLong(lines[0].strip()), lines.length > 1 ? lines[1] : "another process");
        } catch (NoSuchFileException first) {
            return new Begun(0, "nobody");
        } catch (NumberFormatException broken) {
            throw new IOException(
                    file + " does not begin with a number; write one there that is greater than that of the newest"
                            + " manifest.json",
                    broken);
        }
    }

    /** Its number, 1 for the first start of a run. */
    public long number() {
        return number;
    }

    /**
     * Returns if no later one has begun.
     *
     * @throws SupersededException if one has; says who began it
     * @throws IOException if that cannot be told
     */
    void requireNewest() throws IOException {
        Begun newest = newest(file);
        if (newest.number() > number) {
            throw new SupersededException(newest.number(), newest.holder(), number);
        }
    }
}
