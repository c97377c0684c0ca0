package org.masque.ops.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A checkpoint on disk.
 *
 * @param step at which it was taken
 * @param bytes of all its files
 * @param written when, ISO 8601
 */
public record SavedCheckpoint(long step, long bytes, String written) {
    private static final Pattern NAME = Pattern.compile("step-(\\d{1,18})");

    /** Those in a folder, in no order; none if there is no such folder. */
    static List<SavedCheckpoint> in(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.flatMap(entry -> read(entry).stream()).toList();
        } catch (IOException | UncheckedIOException absent) {
            return List.of();
        }
    }

    // Empty if it is none, or retention removes it just now.
    private static Optional<SavedCheckpoint> read(Path folder) {
        Matcher name = NAME.matcher(folder.getFileName().toString());
        if (!name.matches()) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            long bytes = 0;
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
            String written =
                    Files.getLastModifiedTime(folder.resolve("manifest.json")).toString();
            return Optional.of(new SavedCheckpoint(Long.parseLong(name.group(1)), bytes, written));
        } catch (IOException | UncheckedIOException removed) {
            return Optional.empty();
        }
    }
}
