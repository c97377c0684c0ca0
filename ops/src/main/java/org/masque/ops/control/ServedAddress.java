package org.masque.ops.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.masque.ops.files.WholeFile;

/**
 * Where a process of ours answers, in a file {@code address.json} of its folder, for whoever wants to ask it.
 *
 * @param url without a path, for instance {@code http://127.0.0.1:9464}
 * @param pid of the process
 */
public record ServedAddress(String url, long pid) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = "address.json";

    /** The address of this process. */
    public static ServedAddress ofThisProcess(String host, int port) {
        String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return new ServedAddress(
                "http://" + name + ":" + port, ProcessHandle.current().pid());
    }

    /** Reads the address that is in a folder, whether or not its process still lives; empty if there is none. */
    public static Optional<ServedAddress> in(Path folder) throws IOException {
        try {
            JsonNode file = JSON.readTree(Files.readAllBytes(folder.resolve(FILE)));
            return Optional.of(new ServedAddress(
                    file.path("url").asText(), file.path("pid").asLong()));
        } catch (NoSuchFileException | JsonProcessingException none) {
            return Optional.empty();
        }
    }

    /** Whether the process is there; another one may have got its number. */
    public boolean isAlive() {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** Writes it into a folder, whole. */
    public void writeTo(Path folder) throws IOException {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("url", url);
        content.put("pid", pid);
        WholeFile.write(folder.resolve(FILE), JSON.writeValueAsString(content));
    }

    /** Removes the file from a folder. */
    public static void removeFrom(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(FILE));
    }
}
