package org.masque.ops.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.masque.model.interop.NamedWrite;

/** Replaces a small file by another: whoever reads it, also after a kill, finds the old one or the new one whole. */
public final class WholeFile {
    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Set<StandardOpenOption> OVERWRITE =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);

    private WholeFile() {}

    /** Writes the text in place of what the file held. */
    public static void write(Path file, String text) throws IOException {
        Path unfinished = unfinished(file);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        NamedWrite.to(file, bytes.length, () -> Files.write(unfinished, bytes));
        rename(unfinished, file);
    }

    /** The same, and waits for the disk: a power cut does not undo it. */
    public static void writeDurably(Path file, String text) throws IOException {
        Path unfinished = unfinished(file);
        force(unfinished, text);
        rename(unfinished, file);
        forceFolder(file);
    }

    /** As {@link #writeDurably}, into a file that nobody but its user may read, from its first byte on. */
    public static void writePrivately(Path file, String text) throws IOException {
        Path unfinished = unfinished(file);
        Files.deleteIfExists(unfinished);
        force(unfinished, text, PRIVATE);
        rename(unfinished, file);
        forceFolder(file);
    }

    private static Path unfinished(Path file) {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    private static void force(Path file, String text, FileAttribute<?>... attributes) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        NamedWrite.to(file, bytes.remaining(), () -> force(file, bytes, attributes));
    }

    private static void force(Path file, ByteBuffer bytes, FileAttribute<?>... attributes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, OVERWRITE, attributes)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static void rename(Path unfinished, Path file) throws IOException {
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void forceFolder(Path file) throws IOException {
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().resolveSibling(""), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
