package org.masque.model.data;

import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The files below a folder or in an archive, by their {@linkplain FileNames usual} names; safe for many threads. */
interface FileTree extends Closeable {
    /** Where it lies, for messages. */
    String origin();

    /** The bytes of every file, as they are listed, and 0 for every folder, which has a {@code /} at its end. */
    Map<String, Long> sizes();

    /** Those of them that are known not to be readable, each with the reason. */
    Map<String, String> unreadable();

    /** What a person does about a tree in which nothing is readable. */
    String remedy();

    /**
     * Reads a whole file.
     *
     * @param name one of {@link #sizes}
     * @throws BadImageException if it cannot be read, or not any more
     */
    byte[] read(String name) throws BadImageException;

    /**
     * A small text in UTF-8, if it is there.
     *
     * @throws DataException if it is, and cannot be read
     */
    default Optional<String> text(String name) {
        if (!sizes().containsKey(name)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new String(read(name), StandardCharsets.UTF_8));
        } catch (BadImageException unreadable) {
            throw new DataException(String.valueOf(unreadable.getMessage()), unreadable);
        }
    }

    /** The name by which a person finds a file again. */
    String title(String name);
}
