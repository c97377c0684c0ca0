package org.masque.ops.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The lines of {@code log.jsonl} and of the older files beside it, from the oldest to the newest.
 *
 * <p>A file is known by its identity on disk, not by its name: {@code log.jsonl} that became {@code log.1.jsonl} is
 * read on from where it was left. A last line that is not whole yet waits for its end. Not safe for several threads.
 */
final class LogFiles {
    private static final int OLDER_FILES = 16;
    private static final int CHUNK = 1 << 16;
    // The confusion of a thousand classes has some megabytes.
    private static final int LONGEST_LINE = 32 << 20;

    private final Path newest;
    private Map<Object, Long> read = new HashMap<>();
    private Map<Object, Long> sizes = new HashMap<>();
    private long removed;

    LogFiles(Path newest) {
        this.newest = newest;
    }

    private record Segment(Path path, Object key, long size) {}

    /** Hands out every whole line that was not handed out before. */
    void readOn(Consumer<String> lines) throws IOException {
        Map<Object, Long> reached = new HashMap<>();
        for (Segment segment : segments()) {
            long from = read.getOrDefault(segment.key(), 0L);
            // A new file may have got the identity of one that was removed.
            long start = from <= segment.size() ? from : 0;
            long end = start;
            if (segment.size() > start) {
                end = read(segment.path(), start, line -> {
                    lines.accept(line);
                    return true;
                });
            }
            reached.put(segment.key(), end);
        }
        read = reached;
    }

    /**
     * Hands out whole lines from a place on, until the taker has enough; returns the place behind the last.
     *
     * @param place bytes from the beginning of the log, files that are gone included; below 0: so many before its end
     * @param more whether the taker of a line wants another
     */
    long readFrom(long place, Predicate<String> more) throws IOException {
        List<Segment> segments = segments();
        long begin = removed;
        long end = begin + segments.stream().mapToLong(Segment::size).sum();
        long at = Math.max(begin, place < 0 ? end + place : place);
        Taker taker = new Taker(more);
        for (Segment segment : segments) {
            long offset = at - begin;
            if (offset < segment.size() && !taker.full) {
                at = begin + read(segment.path(), offset, taker);
                // What is behind the last whole line of an older file was never finished.
                boolean older = !segment.path().equals(newest);
                at = older && !taker.full ? begin + segment.size() : at;
            }
            begin += segment.size();
        }
        return at;
    }

    private static final class Taker implements Predicate<String> {
        private final Predicate<String> more;
        private boolean full;

        Taker(Predicate<String> more) {
            this.more = more;
        }

        @Override
        public boolean test(String line) {
            full = !more.test(line);
            return !full;
        }
    }

    private List<Segment> segments() throws IOException {
        List<Segment> segments = new ArrayList<>();
        for (int number = OLDER_FILES; number >= 0; number--) {
            Path path = number == 0 ? newest : aside(number);
            segment(path).ifPresent(segments::add);
        }
        countRemoved(segments);
        return segments;
    }

    private static Optional<Segment> segment(Path path) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            Object key = attributes.fileKey();
            return Optional.of(new Segment(path, key == null ? path : key, attributes.size()));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    private void countRemoved(List<Segment> segments) {
        Map<Object, Long> now = new HashMap<>();
        segments.forEach(segment -> now.put(segment.key(), segment.size()));
        sizes.forEach((key, size) -> removed += now.containsKey(key) ? 0 : size);
        sizes = now;
    }

    private Path aside(int number) {
        String name = newest.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return newest.resolveSibling(name.substring(0, dot) + "." + number + name.substring(dot));
    }

    // Returns the place behind the last whole line.
    private static long read(Path path, long start, Predicate<String> more) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
            Line line = new Line();
            long end = start;
            long position = start;
            for (int count = channel.read(chunk, position); count > 0; count = channel.read(chunk, position)) {
                chunk.flip();
                for (int i = 0; i < count; i++) {
                    if (!line.endsWith(chunk.get(i))) {
                        continue;
                    }
                    end = position + i + 1;
                    if (!line.handOut(more)) {
                        return end;
                    }
                }
                position += count;
                chunk.clear();
            }
            return end;
        } catch (NoSuchFileException movedMeanwhile) {
            return start;
        }
    }

    /** A line as it grows; one that is too long is left out. */
    private static final class Line {
        private byte[] bytes = new byte[1024];
        private int length;

        /** Takes one more byte; true if it is the line's end. */
        boolean endsWith(byte next) {
            if (next == '\n') {
                return true;
            }
            if (length < LONGEST_LINE) {
                bytes = length == bytes.length ? Arrays.copyOf(bytes, 2 * length) : bytes;
                bytes[length++] = next;
            }
            return false;
        }

        /** Begins the next line; false if nobody wants another. */
        boolean handOut(Predicate<String> more) {
            boolean whole = length > 0 && length < LONGEST_LINE;
            String text = whole ? new String(bytes, 0, length, StandardCharsets.UTF_8) : "";
            length = 0;
            return !whole || more.test(text);
        }
    }
}
