package org.masque.ops.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads an event file by the formats' descriptions, sharing nothing with the code that wrote it. */
final class EventFile {
    private EventFile() {}

    /**
     * One event.
     *
     * @param fields by number; each a Long, Double, Float or byte[]
     */
    record Message(Map<Integer, List<Object>> fields) {
        Object one(int field) {
            return Objects.requireNonNull(fields.get(field)).get(0);
        }

        boolean has(int field) {
            return fields.containsKey(field);
        }

        Message message(int field) {
            return parse((byte[]) one(field));
        }

        String text(int field) {
            return new String((byte[]) one(field), StandardCharsets.UTF_8);
        }

        List<Message> messages(int field) {
            return fields.getOrDefault(field, List.of()).stream()
                    .map(each -> parse((byte[]) each))
                    .toList();
        }
    }

    static List<Message> read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<Message> all = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] header = new byte[8];
            bytes.get(header);
            int length =
                    (int) ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getLong();
            assertThat(bytes.getInt()).isEqualTo(masked(header));
            byte[] data = new byte[length];
            bytes.get(data);
            assertThat(bytes.getInt()).isEqualTo(masked(data));
            all.add(parse(data));
        }
        return all;
    }

    // Bit by bit, from the polynomial 0x1EDC6F41 in reversed order.
    private static int masked(byte[] data) {
        int crc = -1;
        for (byte each : data) {
            crc ^= each & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ 0x82F63B78;
            }
        }
        crc = ~crc;
        return (crc >>> 15 | crc << 17) + 0xa282ead8;
    }

    static Message parse(byte[] data) {
        ByteBuffer bytes = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        Map<Integer, List<Object>> fields = new LinkedHashMap<>();
        while (bytes.hasRemaining()) {
            long tag = varint(bytes);
            Object value = switch ((int) (tag & 7)) {
                case 0 -> varint(bytes);
                case 1 -> bytes.getDouble();
                case 2 -> {
                    byte[] part = new byte[(int) varint(bytes)];
                    bytes.get(part);
                    yield part;
                }
                case 5 -> bytes.getFloat();
                default -> throw new AssertionError("wire type of tag " + tag);
            };
            fields.computeIfAbsent((int) (tag >>> 3), absent -> new ArrayList<>())
                    .add(value);
        }
        return new Message(fields);
    }

    private static long varint(ByteBuffer bytes) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
