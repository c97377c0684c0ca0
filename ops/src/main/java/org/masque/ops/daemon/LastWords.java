package org.masque.ops.daemon;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What a process printed last that tells why it ended. */
final class LastWords {
    private static final int TAIL = 16 << 10;
    private static final String ERROR = "masque: ";
    private static final String END = "The run ended: ";

    private LastWords() {}

    /** The last line that is an error, else the last one at all; empty if there is none. */
    static String in(Path log) {
        List<String> lines;
        try {
            lines = tail(log).lines().filter(line -> !line.isBlank()).toList();
        } catch (IOException unreadable) {
            return "";
        }
        for (int i = lines.size() - 1; i >= 0; i--) {
            for (String mark : List.of(ERROR, END)) {
                if (lines.get(i).startsWith(mark)) {
                    return lines.get(i).substring(mark.length());
                }
            }
        }
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }

    private static String tail(Path log) throws IOException {
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate(TAIL);
            channel.position(Math.max(0, channel.size() - TAIL));
            int count = 0;
            while (bytes.hasRemaining() && count >= 0) {
                count = channel.read(bytes);
            }
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        }
    }
}
