package org.masque.actors.cluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a node remembers from one start to the next: how often it has started, and whom it knew. */
final class NodeMemory {
    private static final String GENERATION = "generation";
    private static final String MEMBERS = "members";

    private final Path folder;

    /** A memory in a folder, which exists. */
    NodeMemory(Path folder) {
        this.folder = folder;
    }

    /**
     * One more than ever before.
     *
     * @throws IOException if the file cannot be read or written, or is not a number
     */
    long nextGeneration() throws IOException {
        Path file = folder.resolve(GENERATION);
        long next = 1;
        try {
            next = Long.parseLong(Files.readString(file).strip()) + 1;
        } catch (NoSuchFileException first) {
            // The first start.
        } catch (NumberFormatException broken) {
            throw new IOException(
                    file + " is not a number; write one there that is greater than the generation the others show",
                    broken);
        }
        write(file, List.of(Long.toString(next)));
        return next;
    }

    /** The members there were, each {@code host:port}. */
    Set<String> members() throws IOException {
        try {
            return new LinkedHashSet<>(Files.readAllLines(folder.resolve(MEMBERS)));
        } catch (NoSuchFileException none) {
            return Set.of();
        }
    }

    /** Remembers the members there are. */
    void remember(Collection<String> members) throws IOException {
        Set<String> sorted = new TreeSet<>(members);
        if (!sorted.equals(members())) {
            write(folder.resolve(MEMBERS), List.copyOf(sorted));
        }
    }

    // Whole or not at all: a generation must never be given twice.
    private void write(Path file, List<String> lines) throws IOException {
        Path temporary = folder.resolve(file.getFileName() + ".tmp");
        Files.write(temporary, lines);
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }
}
