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
    private Map<Object, Segment> known = new HashMap<>();
    private long removed;

    LogFiles(Path newest) {
        this.newest = newest;
    }

    /** A file, its number in its name (0 for the newest), its size, and how much of it was handed out. */
    private record Segment(Path path, Object key, int number, long size, long read) {
        Segment readTo(long end) {
            return new Segment(path, key, number, size, end);
        }

        boolean wasBefore(Segment later) {
            return number <= later.number && size <= later.size;
        }
    }

    /** Hands out every whole line that was not handed out before. */
    void readOn(Consumer<String> lines) throws IOException {
        for (Segment segment : segments()) {
            if (segment.size() > segment.read()) {
                long end = read(segment.path(), segment.read(), line -> {
                    lines.accept(line);
                    return true;
                });
                known.put(segment.key(), segment.readTo(end));
            }
        }
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
            segment(number).ifPresent(segments::add);
        }
        Map<Object, Segment> now = new HashMap<>();
        segments.forEach(segment -> now.put(segment.key(), segment));
        for (Segment before : known.values()) {
            Segment later = now.get(before.key());
            removed += later != null && before.wasBefore(later) ? 0 : before.size();
        }
        known = now;
        return segments;
    }

    private Optional<Segment> segment(int number) throws IOException {
        Path path = number == 0 ? newest : aside(number);
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            Object key = attributes.fileKey() == null ? path : attributes.fileKey();
            Segment fresh = new Segment(path, key, number, attributes.size(), 0);
            Segment before = known.get(key);
            return Optional.of(before != null && before.wasBefore(fresh) ? fresh.readTo(before.read()) : fresh);
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
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
