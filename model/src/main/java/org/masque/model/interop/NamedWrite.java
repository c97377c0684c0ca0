package org.masque.model.interop;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Names the file, and how large it would be, where a write fails: what the system says of a full disk has neither. */
public final class NamedWrite {
    private NamedWrite() {}

    /** What writes. */
    @FunctionalInterface
    public interface Write {
        /** Writes all. */
        void run() throws IOException;
    }

    /**
     * Writes.
     *
     * @param bytes that the file would have, or that would be added to it
     * @throws IOException of the write, with the file in its message; one that has it already is thrown as it is
     */
    public static void to(Path file, long bytes, Write write) throws IOException {
        try {
            write.run();
        } catch (IOException failure) {
            boolean named = failure instanceof FileSystemException system && !isFull(system);
            if (named) {
                throw failure;
            }
            throw new IOException("cannot write " + file + " with " + bytes + " bytes: " + reason(failure), failure);
        }
    }

    // Of a file that could not be opened for want of room: the others have types of their own.
    private static boolean isFull(FileSystemException failure) {
        return failure.getClass() == FileSystemException.class;
    }

    private static String reason(IOException failure) {
        String reason = failure instanceof FileSystemException system ? system.getReason() : failure.getMessage();
        return reason == null ? failure.toString() : reason;
    }
}
