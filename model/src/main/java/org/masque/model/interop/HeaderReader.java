package org.masque.model.interop;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads the front of a safetensors file: 8 bytes of length, the JSON, and the rule that the tensors fill the rest of
 * the file without hole or overlap.
 */
final class HeaderReader {
    /** The longest header that is read, as in the format's reference implementation. */
    static final long MAX_HEADER_BYTES = 100_000_000;

    static final int LENGTH_BYTES = 8;

    private static final String CUT_SHORT = ": it was cut short; copy or download it again";

    private final Path file;
    private final FileChannel channel;

    HeaderReader(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** The number of bytes of the JSON. */
    long headerBytes() throws IOException {
        ByteBuffer front = ByteBuffer.allocate(LENGTH_BYTES + 1).order(ByteOrder.LITTLE_ENDIAN);
        front.limit((int) Math.min(front.capacity(), channel.size()));
        FullReads.read(file, channel, front, 0);
        boolean begins = front.limit() > LENGTH_BYTES && front.get(LENGTH_BYTES) == '{';
        if (!begins || Long.compareUnsigned(front.getLong(0), MAX_HEADER_BYTES) > 0) {
            requireNotForeign();
        }
        if (front.limit() < LENGTH_BYTES) {
            throw new SafetensorsException(file, "too short for a header: " + channel.size() + " bytes" + CUT_SHORT);
        }
        long length = front.getLong(0);
        if (Long.compareUnsigned(length, MAX_HEADER_BYTES) > 0) {
            throw new SafetensorsException(
                    file,
                    "a header of " + Long.toUnsignedString(length) + " bytes is over the limit of " + MAX_HEADER_BYTES
                            + ": not a safetensors file");
        }
        if (length > channel.size() - LENGTH_BYTES) {
            throw new SafetensorsException(
                    file,
                    "a header of " + length + " bytes is longer than the file of " + channel.size() + " bytes"
                            + (begins ? CUT_SHORT : ""));
        }
        return length;
    }

    private void requireNotForeign() throws IOException {
        Optional<String> foreign = ForeignFile.describe(file, channel);
        if (foreign.isPresent()) {
            throw new SafetensorsException(file, foreign.get());
        }
    }

    /** Parses and checks the header. */
    SafetensorsHeader read(long headerBytes) throws IOException {
        ByteBuffer first = ByteBuffer.allocate(1);
        if (headerBytes > 0) {
            FullReads.read(file, channel, first, LENGTH_BYTES);
        }
        if (first.get(0) != '{') {
            throw new SafetensorsException(file, "the header does not begin with '{': not a safetensors file");
        }
        InputStream json = new ChannelSection(channel, LENGTH_BYTES, LENGTH_BYTES + headerBytes);
        SafetensorsHeader header = HeaderParser.parse(file, new BufferedInputStream(json));
        checkLayout(header.tensors().values(), channel.size() - LENGTH_BYTES - headerBytes);
        return header;
    }

    private void checkLayout(Collection<TensorEntry> entries, long dataBytes) throws SafetensorsException {
        List<TensorEntry> ordered = entries.stream()
                .sorted(Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end))
                .toList();
        long filled = 0;
        for (TensorEntry entry : ordered) {
            if (entry.end() > dataBytes) {
                throw new SafetensorsException(
                        file,
                        entry.name(),
                        "data_offsets end at " + entry.end() + ", the file has " + dataBytes + " bytes of data"
                                + CUT_SHORT);
            }
            if (entry.begin() < filled) {
                throw new SafetensorsException(
                        file, entry.name(), "overlaps the tensor before it, which ends at byte " + filled);
            }
            if (entry.begin() > filled) {
                throw new SafetensorsException(
                        file, entry.name(), "a hole of " + (entry.begin() - filled) + " bytes before it");
            }
            filled = entry.end();
        }
        if (filled != dataBytes) {
            throw new SafetensorsException(file, "a hole of " + (dataBytes - filled) + " bytes after the last tensor");
        }
    }
}
