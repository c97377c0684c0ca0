package org.masque.ops.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The lines of a log by their places in the file: a place is the number of bytes before a line. A place beyond the end
 * is of a file that was rotated, and means the beginning. A last line that is not whole yet waits for its end.
 */
final class LogLines {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 4 << 20;

    private final Path file;

    LogLines(Path file) {
        this.file = file;
    }

    long size() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /** The whole lines among the last bytes. */
    List<JsonNode> tail(long bytes) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        from(Math.max(0, size() - bytes), lines::add);
        return lines;
    }

    /**
     * Hands out the lines behind a place, while they are wanted; what is no JSON object is left out.
     *
     * @param wanted takes a line, and says whether it wants another
     * @return the place behind the last line that was handed out
     */
    long from(long place, Predicate<JsonNode> wanted) throws IOException {
        long start = place > size() ? 0 : place;
        try (FileChannel channel =
                        FileChannel.open(file, StandardOpenOption.READ).position(start);
                InputStream bytes = new BufferedInputStream(Channels.newInputStream(channel))) {
            return read(bytes, start, wanted);
        } catch (NoSuchFileException none) {
            return 0;
        }
    }

    private static long read(InputStream bytes, long start, Predicate<JsonNode> wanted) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        long position = start;
        long behind = start;
        for (int each = bytes.read(); each >= 0; each = bytes.read()) {
            position++;
            if (each != '\n') {
                if (line.size() < LONGEST) {
                    line.write(each);
                }
                continue;
            }
            behind = position;
            JsonNode json = parse(line.toByteArray());
            line.reset();
            if (json.isObject() && !wanted.test(json)) {
                return behind;
            }
        }
        return behind;
    }

    private static JsonNode parse(byte[] line) throws IOException {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException cutOrForeign) {
            return JSON.missingNode();
        }
    }
}
