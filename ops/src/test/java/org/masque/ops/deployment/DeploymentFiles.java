package org.masque.ops.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Finds and reads the files that operate a trainer, in the source tree. */
final class DeploymentFiles {
    private DeploymentFiles() {}

    /**
     * The root of the repository: Maven runs the tests of a module in its folder, an editor may run them in the root.
     */
    static Path repository() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("bin/masque")) ? here : here.resolveSibling("");
    }

    /** A file or folder of {@code ops/}. */
    static Path ops(String name) {
        return repository().resolve("ops").resolve(name);
    }

    static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    /** The documents of a YAML file. */
    static List<JsonNode> yaml(Path file) throws IOException {
        YAMLMapper mapper = new YAMLMapper();
        return mapper.readerFor(JsonNode.class)
                .<JsonNode>readValues(file.toFile())
                .readAll();
    }

    /** The files directly in a folder of {@code ops/} whose names end so. */
    static List<Path> list(String folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(ops(folder))) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
