package org.masque.model.interop;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/** Turns names, types and shapes into the front of a safetensors file. */
final class HeaderEncoder {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int ALIGNMENT = 8;

    private HeaderEncoder() {}

    /**
     * The length and the JSON, padded with spaces so that the data begin at a multiple of 8.
     *
     * @param tensors in the order of their bytes
     */
    static ByteBuffer encode(Map<String, TensorPayload> tensors, Map<String, String> metadata) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        try (JsonGenerator generator = JSON.createGenerator(json)) {
            generator.writeStartObject();
            writeMetadata(generator, metadata);
            writeTensors(generator, tensors);
            generator.writeEndObject();
        } catch (IOException impossible) { // nothing but memory is written to
            throw new UncheckedIOException(impossible);
        }
        while (json.size() % ALIGNMENT != 0) {
            json.write(' ');
        }
        if (json.size() > HeaderReader.MAX_HEADER_BYTES) {
            throw new IllegalArgumentException("a header of " + json.size() + " bytes is over the format's limit");
        }
        return ByteBuffer.allocate(HeaderReader.LENGTH_BYTES + json.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.size())
                .put(json.toByteArray())
                .flip();
    }

    private static void writeMetadata(JsonGenerator generator, Map<String, String> metadata) throws IOException {
        if (metadata.isEmpty()) {
            return;
        }
        generator.writeObjectFieldStart(HeaderParser.METADATA);
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            generator.writeStringField(entry.getKey(), entry.getValue());
        }
        generator.writeEndObject();
    }

    private static void writeTensors(JsonGenerator generator, Map<String, TensorPayload> tensors) throws IOException {
        long begin = 0;
        for (Map.Entry<String, TensorPayload> entry : tensors.entrySet()) {
            TensorPayload payload = entry.getValue();
            long end = begin + payload.bytes();
            generator.writeObjectFieldStart(entry.getKey());
            generator.writeStringField("dtype", payload.type().name());
            writeIntegers(generator, "shape", payload.shape());
            writeIntegers(generator, "data_offsets", begin, end);
            generator.writeEndObject();
            begin = end;
        }
    }

    private static void writeIntegers(JsonGenerator generator, String key, long... values) throws IOException {
        generator.writeFieldName(key);
        generator.writeArray(values, 0, values.length);
    }
}
