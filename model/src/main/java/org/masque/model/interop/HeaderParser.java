package org.masque.model.interop;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of a safetensors header as a stream, and takes nothing that the format does not allow.
 *
 * <p>It checks each tensor against itself; {@link HeaderReader} checks them against each other and the file.
 */
final class HeaderParser {
    static final String METADATA = "__metadata__";
    private static final int MAX_AXES = 32; // as many as ND4J takes

    // Names come from strangers: do not intern them, nor keep them in the factory's shared table.
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final Path file;
    private final JsonParser parser;
    private final Map<String, TensorEntry> tensors = new TreeMap<>();
    private final Map<String, String> metadata = new TreeMap<>();

    private HeaderParser(Path file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /**
     * Parses a whole header.
     *
     * @param file for messages
     * @param json ends where the header ends; not closed
     */
    static SafetensorsHeader parse(Path file, InputStream json) throws IOException {
        // Jackson's own decoder lets overlong forms and surrogates pass; the JDK's refuses them.
        Reader strict = new InputStreamReader(
                json,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        try (JsonParser parser = JSON.createParser(strict)) {
            return new HeaderParser(file, parser).readHeader();
        } catch (CharacterCodingException invalid) {
            throw new SafetensorsException(file, "the header is not valid UTF-8", invalid);
        } catch (JsonProcessingException invalid) {
            long at = invalid.getLocation() == null ? -1 : invalid.getLocation().getCharOffset();
            throw new SafetensorsException(
                    file,
                    "the header is not valid JSON at character " + at + ": "
                            + SafetensorsException.quoted(invalid.getOriginalMessage()),
                    invalid);
        }
    }

    private SafetensorsHeader readHeader() throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new SafetensorsException(file, "the header is not a JSON object");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (name.equals(METADATA)) {
                readMetadata();
            } else {
                tensors.put(name, readEntry(name));
            }
        }
        if (parser.nextToken() != null) {
            throw new SafetensorsException(file, "the header goes on after its JSON object");
        }
        return new SafetensorsHeader(tensors, metadata);
    }

    private void readMetadata() throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new SafetensorsException(file, METADATA + " is not an object");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                throw new SafetensorsException(
                        file, METADATA + " key " + SafetensorsException.quoted(key) + " is not a string");
            }
            metadata.put(key, parser.getText());
        }
    }

    private TensorEntry readEntry(String name) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new SafetensorsException(file, name, "its header entry is not an object");
        }
        @Nullable ElementType type = null;
        long @Nullable [] shape = null;
        long @Nullable [] offsets = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            switch (key) {
                case "dtype" -> type = readType(name);
                case "shape" -> shape = readIntegers(name, key, MAX_AXES);
                case "data_offsets" -> offsets = readIntegers(name, key, 2);
                default ->
                    throw new SafetensorsException(file, name, "unknown key " + SafetensorsException.quoted(key));
            }
        }
        if (type == null || shape == null || offsets == null) {
            throw new SafetensorsException(file, name, "needs dtype, shape and data_offsets");
        }
        return TensorEntry.checked(file, name, type, shape, offsets);
    }

    private ElementType readType(String name) throws IOException {
        if (parser.nextToken() != JsonToken.VALUE_STRING) {
            throw new SafetensorsException(file, name, "dtype is not a string");
        }
        String text = parser.getText();
        for (ElementType type : ElementType.values()) {
            if (type.name().equals(text)) {
                return type;
            }
        }
        throw new SafetensorsException(
                file,
                name,
                "dtype " + SafetensorsException.quoted(text) + " is not one of "
                        + Arrays.toString(ElementType.values()));
    }

    private long[] readIntegers(String name, String key, int atMost) throws IOException {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw new SafetensorsException(file, name, key + " is not an array");
        }
        long[] values = new long[atMost];
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (count == atMost) {
                throw new SafetensorsException(file, name, key + " has more than " + atMost + " numbers");
            }
            values[count++] = readInteger(name, key);
        }
        return Arrays.copyOf(values, count);
    }

    private long readInteger(String name, String key) throws IOException {
        boolean fits = parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        if (!fits) {
            throw new SafetensorsException(file, name, key + " holds something else than 64-bit integers");
        }
        return parser.getLongValue();
    }
}
