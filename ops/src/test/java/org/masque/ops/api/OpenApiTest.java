package org.masque.ops.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenApiTest {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

    @TempDir
    private Path folder;

    private static JsonNode document() throws IOException {
        try (InputStream file = Objects.requireNonNull(OpenApiTest.class.getResourceAsStream("/openapi.yaml"))) {
            return new YAMLMapper().readTree(file);
        }
    }

    private static Set<String> described() throws IOException {
        Set<String> described = new TreeSet<>();
        for (Map.Entry<String, JsonNode> path : document().get("paths").properties()) {
            path.getValue().properties().stream()
                    .map(Map.Entry::getKey)
                    .filter(METHODS::contains)
                    .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey()));
        }
        return described;
    }

    @Test
    void itNamesExactlyTheRoutesThatThereAre() throws IOException {
        try (ServedApi api = new ServedApi(folder, Optional.empty(), Limits.USUAL)) {
            Set<String> real = new TreeSet<>();
            Routes.all(api.content, Limits.USUAL, Runnable::run)
                    .forEach(route -> real.add(route.method() + " " + route.template()));

            assertThat(described()).isEqualTo(real);
        }
    }

    @Test
    void everyPathAnswersAsItSays() throws Exception {
        JsonNode paths = document().get("paths");
        try (ServedApi api = new ServedApi(folder, Optional.empty(), Limits.USUAL)) {
            for (String each : described()) {
                String[] parts = each.split(" ", -1);
                if (parts[1].endsWith("/events")) {
                    continue;
                }
                String path = parts[1].replace("{name}", "tiny")
                        .replace("{file}", "none.png")
                        .replace("{id}", "none");
                String query = path.endsWith("/log-level") ? "?level=info" : "";
                HttpResponse<String> answer =
                        api.send(api.request(path + query).method(parts[0], BodyPublishers.noBody()));

                JsonNode answers = paths.get(parts[1])
                        .get(parts[0].toLowerCase(Locale.ROOT))
                        .get("responses");
                assertThat(answers.has(Integer.toString(answer.statusCode())))
                        .as("%s answered %d: %s", each, answer.statusCode(), answer.body())
                        .isTrue();
            }
        }
    }

    @Test
    void itIsServed() throws Exception {
        try (ServedApi api = new ServedApi(folder, Optional.of(ServedApi.TOKEN), Limits.USUAL)) {
            JsonNode served =
                    new YAMLMapper().readTree(api.get("/api/openapi.yaml").body());

            assertThat(served).isEqualTo(document());
        }
    }
}
