package org.masque.ops.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    private static JsonNode responses(String described) throws IOException {
        String[] parts = described.split(" ", -1);
        return document()
                .get("paths")
                .get(parts[1])
                .get(parts[0].toLowerCase(Locale.ROOT))
                .get("responses");
    }

    private static String path(String described) {
        return described
                .split(" ", -1)[1]
                .replace("{name}", "tiny")
                .replace("{file}", "none.png")
                .replace("{id}", "none");
    }

    @Test
    void whatWantsTheTokenSays401AndNothingElseDoes() throws Exception {
        try (ServedApi api = new ServedApi(folder, Optional.of(ServedApi.TOKEN), Limits.USUAL)) {
            for (String each : described()) {
                int status = api.send(api.request(path(each))
                                .header("Authorization", "Bearer wrong")
                                .method(each.split(" ", -1)[0], BodyPublishers.noBody()))
                        .statusCode();

                assertThat(responses(each).has("401")).as("401 of %s", each).isEqualTo(status == 401);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/runs/{name}/history?points=none",
                "GET /api/runs/{name}/history?points=0",
                "GET /api/runs/{name}/log?after=none",
                "POST /api/runs/{name}/log-level?level=loud",
                "POST /api/runs/{name}/profile?seconds=0",
                "POST /api/runs"
            })
    void whatMayBeAskedWronglySays400(String call) throws Exception {
        try (ServedApi api = new ServedApi(folder, Optional.empty(), Limits.USUAL)) {
            int status = api.send(api.request(path(call)).method(call.split(" ", -1)[0], BodyPublishers.noBody()))
                    .statusCode();

            assertThat(status).isEqualTo(400);
            assertThat(responses(call.split("\\?", -1)[0]).has("400")).isTrue();
        }
    }

    @Test
    void whatIsRefusedAtTheDoorIsSaidOfEveryPath() throws Exception {
        String long414 = "?" + "a".repeat(3000);
        String long431 = "X-Long: " + "a".repeat(9000);
        try (ServedApi api = new ServedApi(folder, Optional.empty(), Limits.USUAL)) {
            for (String each : described()) {
                String line = each.split(" ", -1)[0] + " " + path(each);

                assertThat(api.status(line, "Host: elsewhere.example")).as(each).isEqualTo(403);
                assertThat(api.status(line + long414)).as(each).isEqualTo(414);
                assertThat(api.status(line, long431)).as(each).isEqualTo(431);
                assertThat(api.status(line, "Content-Length: 100000")).as(each).isEqualTo(413);
                assertThat(responses(each).at("/4XX/$ref").asText())
                        .as(each)
                        .isEqualTo("#/components/responses/AtTheDoor");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/history", "/pictures", "/log"})
    void realAnswersHaveTheSchemaThatIsGiven(String part) throws Exception {
        try (ServedApi api = new ServedApi(folder, Optional.empty(), Limits.USUAL)) {
            writeRun(folder.resolve("tiny"));

            JsonNode answer = api.json("/api/runs/tiny" + part);

            JsonNode schema =
                    responses("GET /api/runs/{name}" + part).at("/200/content").at("/application~1json/schema");
            assertThat(ApiSchema.faults(document(), schema, answer)).isEmpty();
            assertThat(answer.toString()).contains(part.isEmpty() ? "\"checkpoints\":[{" : "[{");
        }
    }

    // Something of everything that these answers tell.
    private static void writeRun(Path run) throws IOException {
        String time = "{\"time\":\"2026-01-01T00:00:00Z\",\"event\":";
        Files.writeString(
                run.resolve("log.jsonl"),
                time + "\"started\",\"step\":0,\"totalSteps\":4,\"stepsPerEpoch\":2}\n"
                        + time + "\"step\",\"step\":1,\"epoch\":0,\"loss\":0.5,\"learningRate\":0.001,"
                        + "\"gradientNorm\":1.5,\"samples\":64,\"mapAgeEpochs\":-1,\"readyBatches\":3,\"seconds\":0.5,"
                        + "\"waitedForData\":0.05,\"waitedForMasks\":0.0,\"forward\":0.2,\"backward\":0.2,"
                        + "\"reduce\":0.01,\"update\":0.01}\n"
                        + time + "\"evaluated\",\"version\":1,\"epoch\":0,\"reports\":[{\"features\":"
                        + "\"CLASS_TOKEN\",\"knnAccuracy\":0.5,\"linearAccuracy\":0.25}],\"untrained\":[]}\n"
                        + time + "\"checkpointWritten\",\"step\":1,\"bytes\":10,\"seconds\":0.1}\n");
        Path checkpoint = Files.createDirectories(run.resolve("checkpoints/step-000001"));
        Files.writeString(checkpoint.resolve("manifest.json"), "{}");
        Path pictures = Files.createDirectories(run.resolve("pictures"));
        Files.writeString(pictures.resolve("step-000001.png"), "");
    }

    @Test
    void noDescriptionIsCutAtAComma() throws IOException {
        // In braces an unquoted text ends there, and its rest becomes a key without a value.
        assertThat(document().toString()).doesNotContain(":null");
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
