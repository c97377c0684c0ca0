package org.masque.model.interop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Builds safetensors files byte by byte, right or wrong, without the code under test. */
final class RawSafetensors {
    private RawSafetensors() {}

    /** A file with the header's true length in front. */
    static byte[] bytes(String header, byte[] data) {
        return bytes(header.getBytes(StandardCharsets.UTF_8), data);
    }

    static byte[] bytes(byte[] header, byte[] data) {
        return withLength(header.length, header, data);
    }

    /** A file that claims any length of its header. */
    static byte[] withLength(long claimed, byte[] header, byte[] data) {
        return ByteBuffer.allocate(8 + header.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(claimed)
                .put(header)
                .put(data)
                .array();
    }

    /** A file with a single tensor 'x' of any type. */
    static byte[] single(String dtype, String shape, byte[] data) {
        return bytes(entry("x", dtype, shape, 0, data.length), data);
    }

    /** The JSON of a header with one tensor. */
    static String entry(String name, String dtype, String shape, long begin, long end) {
        return "{" + tensor(name, dtype, shape, begin, end) + "}";
    }

    /** One key and value of a header. */
    static String tensor(String name, String dtype, String shape, long begin, long end) {
        return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                .formatted(name, dtype, shape, begin, end);
    }

    static byte[] littleEndian(int bytes, Consumer<ByteBuffer> fill) {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        fill.accept(buffer);
        return buffer.array();
    }

    static Path write(Path folder, byte[] content) throws IOException {
        return Files.write(folder.resolve("model.safetensors"), content);
    }
}
