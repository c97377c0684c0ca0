package org.masque.model.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** Writes a zip byte by byte, with names, methods and flags that no writer of today would choose. */
final class SampleZip {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<byte[]> directory = new ArrayList<>();

    /** Adds a stored entry with a name in UTF-8, unflagged. */
    SampleZip add(String name, byte[] content) {
        return add(name.getBytes(StandardCharsets.UTF_8), content);
    }

    /** Adds a stored entry. */
    SampleZip add(byte[] name, byte[] content) {
        return add(name, new byte[0], 0, 0, content, content);
    }

    /** Adds an entry that is packed already. */
    SampleZip add(String name, int flags, int method, byte[] packed, byte[] content) {
        return add(name.getBytes(StandardCharsets.UTF_8), new byte[0], flags, method, packed, content);
    }

    /** Adds an entry of any kind. */
    SampleZip add(byte[] name, byte[] extra, int flags, int method, byte[] packed, byte[] content) {
        int offset = bytes.size();
        bytes.writeBytes(new byte[] {'P', 'K', 3, 4});
        byte[] common = common(name, extra, flags, method, packed, content);
        bytes.writeBytes(common);
        bytes.writeBytes(name);
        bytes.writeBytes(extra);
        bytes.writeBytes(packed);
        directory.add(SampleImages.concat(
                new byte[] {'P', 'K', 1, 2, 20, 0}, common, new byte[10], number(offset, 4), name, extra));
        return this;
    }

    private static byte[] common(byte[] name, byte[] extra, int flags, int method, byte[] packed, byte[] content) {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        return SampleImages.concat(
                number(20, 2),
                number(flags, 2),
                number(method, 2),
                new byte[] {0, 0, 0x21, 0},
                number(checksum.getValue(), 4),
                number(packed.length, 4),
                number(content.length, 4),
                number(name.length, 2),
                number(extra.length, 2));
    }

    private static byte[] number(long value, int length) {
        byte[] eight = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        return java.util.Arrays.copyOf(eight, length);
    }

    /** Writes the file. */
    Path write(Path file) throws IOException {
        byte[] central = SampleImages.concat(directory.toArray(byte[][]::new));
        byte[] end = SampleImages.concat(
                new byte[] {'P', 'K', 5, 6, 0, 0, 0, 0},
                number(directory.size(), 2),
                number(directory.size(), 2),
                number(central.length, 4),
                number(bytes.size(), 4),
                new byte[2]);
        return Files.write(file, SampleImages.concat(bytes.toByteArray(), central, end));
    }

    /** The field that gives a name again in UTF-8. */
    static byte[] unicodePath(byte[] name, String unicode) {
        CRC32 checksum = new CRC32();
        checksum.update(name);
        byte[] text = unicode.getBytes(StandardCharsets.UTF_8);
        return SampleImages.concat(
                number(0x7075, 2), number(5 + text.length, 2), new byte[] {1}, number(checksum.getValue(), 4), text);
    }
}
