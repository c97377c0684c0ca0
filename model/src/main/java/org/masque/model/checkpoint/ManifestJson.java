package org.masque.model.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The manifest as a file: {@code {"content": {"format": 1, ...}, "sha256": "..."}}.
 *
 * <p>The digest is of the content written without spaces, so that a person may look at the file indented, and a flipped
 * bit in it is found like one in a tensor.
 */
final class ManifestJson {
    static final String FILE_NAME = "manifest.json";
    private static final int FORMAT = 1;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ManifestJson() {}

    static byte[] encode(Manifest manifest) {
        ObjectNode content = JSON.createObjectNode()
                .put("format", FORMAT)
                .put("step", manifest.step())
                .put("epoch", manifest.epoch())
                .put("config_hash", manifest.configHash())
                .put("created", manifest.created().toString())
                .put("masque_version", manifest.masqueVersion());
        ObjectNode state = content.putObject("state");
        new TreeMap<>(manifest.state()).forEach(state::put);
        ObjectNode files = content.putObject("files");
        for (Manifest.SavedFile file : manifest.files()) {
            files.putObject(file.name()).put("bytes", file.bytes()).put("sha256", file.sha256());
        }
        ObjectNode root = JSON.createObjectNode();
        root.set("content", content);
        root.put("sha256", digest(content));
        return root.toPrettyString().getBytes(StandardCharsets.UTF_8);
    }

    private static String digest(JsonNode content) {
        return Sha256.of(content.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a manifest and checks its digest.
     *
     * @throws CorruptCheckpointException if it is not what was written
     * @throws IOException if a later version wrote it, which is no damage
     */
    static Manifest decode(byte[] json) throws IOException {
        JsonNode root = parse(json);
        JsonNode content = root.path("content");
        if (!root.path("sha256").asText().equals(digest(content))) {
            throw new CorruptCheckpointException("the manifest does not match its own digest");
        }
        if (content.path("format").asInt() != FORMAT) {
            throw new IOException("its format is " + content.path("format") + ", this version reads " + FORMAT
                    + ": use the version " + content.path("masque_version") + " that wrote it");
        }
        return new Manifest(
                content.path("step").asLong(-1),
                content.path("epoch").asLong(-1),
                content.path("config_hash").asText(),
                instant(content.path("created").asText()),
                content.path("masque_version").asText(),
                state(content.path("state")),
                files(content.path("files")));
    }

    private static JsonNode parse(byte[] json) throws CorruptCheckpointException {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException invalid) {
            throw new CorruptCheckpointException("the manifest is not JSON: " + invalid.getOriginalMessage(), invalid);
        } catch (IOException invalid) {
            throw new CorruptCheckpointException("the manifest is not text: " + invalid.getMessage(), invalid);
        }
    }

    private static Instant instant(String text) throws CorruptCheckpointException {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException invalid) {
            throw new CorruptCheckpointException("the manifest's time is " + text, invalid);
        }
    }

    private static Map<String, String> state(JsonNode node) {
        Map<String, String> state = new HashMap<>();
        node.properties()
                .forEach(entry -> state.put(entry.getKey(), entry.getValue().asText()));
        return state;
    }

    private static List<Manifest.SavedFile> files(JsonNode node) throws CorruptCheckpointException {
        List<Manifest.SavedFile> files = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!CheckpointFile.isName(entry.getKey())) {
                throw new CorruptCheckpointException("the manifest names a file outside its folder");
            }
            JsonNode file = entry.getValue();
            files.add(new Manifest.SavedFile(
                    entry.getKey(),
                    file.path("bytes").asLong(-1),
                    file.path("sha256").asText()));
        }
        return files;
    }
}
