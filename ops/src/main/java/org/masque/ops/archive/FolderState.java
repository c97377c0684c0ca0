package org.masque.ops.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.masque.actors.run.RunFolder;

/**
 * Size and time of the files that say where a run stands; as long as they are the same, so is what they say.
 *
 * @param sizes in bytes, -1 for a file that is not there
 * @param newest when one of them was last written to
 */
record FolderState(List<Long> sizes, Instant newest) {
    private static final Duration SETTLED = Duration.ofSeconds(2);

    static FolderState of(Path path) throws IOException {
        RunFolder folder = new RunFolder(path);
        Instant newest = Instant.EPOCH;
        Stream.Builder<Long> sizes = Stream.builder();
        for (Path file : List.of(folder.log(), folder.effectiveRecipe(), folder.provenance())) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                Instant written = attributes.lastModifiedTime().toInstant();
                newest = written.isAfter(newest) ? written : newest;
                sizes.add(attributes.size());
            } catch (NoSuchFileException absent) {
                sizes.add(-1L);
            }
        }
        return new FolderState(sizes.build().toList(), newest);
    }

    /** Whether nothing was written for a while. */
    boolean settledAt(Instant now) {
        return newest.isBefore(now.minus(SETTLED));
    }
}
