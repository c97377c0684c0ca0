package org.masque.ops.run;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.masque.model.interop.NamedWrite;
import org.masque.ops.files.QueuedWriter;

/**
 * A file of lines that is moved aside when it is full: {@code log.jsonl} becomes {@code log.1.jsonl}, that one
 * {@code log.2.jsonl}; the oldest goes.
 *
 * <p>A line is whole or absent. Not safe for several threads.
 */
final class RotatingFile implements Closeable {
    private static final long USUAL_BYTES = 64L << 20;
    private static final int USUAL_OLDER = 4;

    private final Path file;
    private final long bytes;
    private final int older;
    private FileChannel channel;
    private long length;

    private RotatingFile(Path file, long bytes, int older) throws IOException {
        this.file = file;
        this.bytes = bytes;
        this.older = older;
        this.channel = open();
        endCutLine();
    }

    /**
     * Appends to a file.
     *
     * @param bytes that it may have
     * @param older files kept beside it
     */
    static RotatingFile append(Path file, long bytes, int older) throws IOException {
        return new RotatingFile(file, bytes, older);
    }

    /**
     * Appends to a file of 64 MiB, with four older ones beside it, on a thread of its own; see {@link QueuedWriter}.
     *
     * @param name of what is written, in messages
     */
    static QueuedWriter<String> queued(Path file, String name) throws IOException {
        RotatingFile lines = append(file, USUAL_BYTES, USUAL_OLDER);
        return QueuedWriter.to(
                new QueuedWriter.Sink<>() {
                    @Override
                    public void write(String line) throws IOException {
                        lines.write(line);
                    }

                    @Override
                    public void close() throws IOException {
                        lines.close();
                    }
                },
                name);
    }

    private FileChannel open() throws IOException {
        FileChannel opened =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        length = opened.size();
        return opened;
    }

    // A process that was killed may have left the beginning of a line.
    private void endCutLine() throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        if (length > 0 && channel.read(last, length - 1) == 1 && last.get(0) != '\n') {
            append(ByteBuffer.wrap(new byte[] {'\n'}));
        }
    }

    /** Writes one line. */
    void write(String line) throws IOException {
        byte[] encoded = (line + "\n").getBytes(StandardCharsets.UTF_8);
        if (length > 0 && length + encoded.length > bytes) {
            rotate();
        }
        append(ByteBuffer.wrap(encoded));
    }

    private void append(ByteBuffer text) throws IOException {
        try {
            NamedWrite.to(file, text.remaining(), () -> writeAll(text));
        } catch (IOException full) {
            channel.truncate(length);
            throw full;
        }
    }

    private void writeAll(ByteBuffer text) throws IOException {
        long end = length;
        while (text.hasRemaining()) {
            end += channel.write(text, end);
        }
        length = end;
    }

    private void rotate() throws IOException {
        channel.close();
        try {
            for (int number = older; number > 0; number--) {
                Path younger = number == 1 ? file : aside(number - 1);
                if (Files.exists(younger)) {
                    Files.move(younger, aside(number), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } finally {
            channel = open();
        }
    }

    private Path aside(int number) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return file.resolveSibling(name.substring(0, dot) + "." + number + name.substring(dot));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
