package org.masque.ops.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.ops.control.RunStatus;

class SteeringRoutesTest {
    private static final String[] RIGHT = {"Authorization", "Bearer " + ServedApi.TOKEN};

    @TempDir
    private Path folder;

    private ServedApi api;

    @BeforeEach
    void start() throws IOException {
        api = new ServedApi(folder, Optional.of(ServedApi.TOKEN), Limits.USUAL);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private JsonNode body(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }

    private HttpResponse<String> post(String path, String... more) throws Exception {
        return api.post(path, Stream.concat(Stream.of(RIGHT), Stream.of(more)).toArray(String[]::new));
    }

    private JsonNode operation(String id) throws Exception {
        return body(api.send(api.request("/api/operations/" + id).headers(RIGHT)));
    }

    // --- the token

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer wrong",
                "Basic 0123456789abcdef0123456789abcdef",
                "Bearer 0123456789abcdef0123456789abcde"
            })
    void withoutTheTokenNothingIsReadOrChanged(String given) throws Exception {
        String[] header = given.isEmpty() ? new String[] {"X-None", "x"} : new String[] {"Authorization", given};

        HttpResponse<String> changing = api.post("/api/runs/tiny/stop", header);
        HttpResponse<String> reading = api.send(api.request("/api/runs").headers(header));

        assertThat(List.of(changing.statusCode(), reading.statusCode())).containsOnly(401);
        assertThat(changing.headers().firstValue("WWW-Authenticate"))
                .get()
                .asString()
                .startsWith("Bearer");
        assertThat(api.runs.asked).isEmpty();
        assertThat(api.audit())
                .singleElement()
                .asString()
                .contains("POST /api/runs/tiny/stop", "\"refused\"", "answered 401")
                .doesNotContain("Bearer");
    }

    @Test
    void probesAndScrapersNeedNoToken() throws Exception {
        assertThat(api.get("/healthz").statusCode()).isEqualTo(200);
        assertThat(api.get("/metrics").statusCode()).isEqualTo(200);
    }

    // --- operations

    @ParameterizedTest
    @CsvSource({"pause, did pause", "stop, did stop", "abandon, did abandon"})
    void whatIsDoneAtOnceIsAnsweredAsDone(String action, String message) throws Exception {
        HttpResponse<String> answer = post("/api/runs/tiny/" + action);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(body(answer).get("state").asText()).isEqualTo("done");
        assertThat(body(answer).get("message").asText()).isEqualTo(message);
        assertThat(api.runs.asked).containsExactly(action);
        assertThat(operation(body(answer).get("id").asText())).isEqualTo(body(answer));
    }

    @Test
    void whatTakesTimeIsAnsweredAsRunningAndIsDoneWhenItHasHappened() throws Exception {
        HttpResponse<String> answer = post("/api/runs/tiny/checkpoint", "Idempotency-Key", "mine");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(body(answer).get("state").asText()).isEqualTo("running");
        assertThat(answer.headers().firstValue("Location")).contains("/api/operations/mine");
        assertThat(operation("mine").get("state").asText()).isEqualTo("running");

        api.runs.checkpoint.complete("on disk");

        assertThat(operation("mine").get("state").asText()).isEqualTo("done");
        assertThat(operation("mine").get("message").asText()).isEqualTo("on disk");
    }

    @Test
    void theSameIdAgainIsTheSameOperationAndChangesNothingTwice() throws Exception {
        JsonNode first = body(post("/api/runs/tiny/pause", "Idempotency-Key", "once"));
        JsonNode again = body(post("/api/runs/tiny/pause", "Idempotency-Key", "once"));
        HttpResponse<String> other = post("/api/runs/tiny/stop", "Idempotency-Key", "once");

        assertThat(again).isEqualTo(first);
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(api.runs.asked).containsExactly("pause");
    }

    @Test
    void whatCannotBeIsRefusedWithTheReason() throws Exception {
        HttpResponse<String> notNow = post("/api/runs/tiny/resume");
        HttpResponse<String> unknown = post("/api/runs/huge/pause");
        HttpResponse<String> badId = post("/api/runs/tiny/pause", "Idempotency-Key", "a b");

        assertThat(notNow.statusCode()).isEqualTo(409);
        assertThat(body(notNow).get("message").asText()).isEqualTo("not paused");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(body(unknown).get("error").asText()).isEqualTo("there is no run huge");
        assertThat(badId.statusCode()).isEqualTo(400);
    }

    @Test
    void levelsAndProfilesAreCheckedBeforeTheyAreAskedFor() throws Exception {
        assertThat(post("/api/runs/tiny/log-level?level=debug").statusCode()).isEqualTo(202);
        assertThat(post("/api/runs/tiny/log-level?level=loud").statusCode()).isEqualTo(400);
        assertThat(post("/api/runs/tiny/profile?seconds=5").statusCode()).isEqualTo(202);
        assertThat(post("/api/runs/tiny/profile?seconds=601").statusCode()).isEqualTo(400);
        assertThat(post("/api/runs/tiny/profile?seconds=many").statusCode()).isEqualTo(400);
        assertThat(api.runs.asked).containsExactly("log-level debug", "profile 5");
    }

    @Test
    void theSameIdWithAnotherLevelIsAnotherCall() throws Exception {
        assertThat(logLevel("debug").statusCode()).isEqualTo(202);
        assertThat(logLevel("debug").statusCode()).isEqualTo(202);
        assertThat(logLevel("info").statusCode()).isEqualTo(409);
        assertThat(api.runs.asked).containsExactly("log-level debug");
    }

    private HttpResponse<String> logLevel(String level) throws Exception {
        return api.send(api.request("/api/runs/tiny/log-level")
                .headers(RIGHT)
                .header("Idempotency-Key", "level")
                .POST(BodyPublishers.ofString("{\"level\": \"" + level + "\"}")));
    }

    @Test
    void aSubmissionIsReadFromItsBody() throws Exception {
        String json = "{\"recipe\": \"quickstart\", \"settings\": [\"run.epochs=2\"]}";

        HttpResponse<String> answer =
                api.send(api.request("/api/runs").headers(RIGHT).POST(BodyPublishers.ofString(json)));
        HttpResponse<String> empty =
                api.send(api.request("/api/runs").headers(RIGHT).POST(BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(api.runs.asked)
                .containsExactly("submit Submission[name=, recipe=quickstart, settings=[run.epochs=2]]");
        assertThat(empty.statusCode()).isEqualTo(400);
    }

    @Test
    void everyChangeIsInTheAuditLogWithItsEnd() throws Exception {
        post("/api/runs/tiny/pause", "Idempotency-Key", "a");
        post("/api/runs/tiny/resume", "Idempotency-Key", "b");
        api.send(api.request("/api/runs").headers(RIGHT));

        List<String> lines = api.audit();

        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).contains("\"remote\":\"127.0.0.1\"", "POST /api/runs/tiny/pause", "\"a\"", "accepted");
        assertThat(lines.get(1)).contains("\"done\"", "did pause");
        assertThat(lines.get(3)).contains("\"refused\"", "not paused");
        assertThat(String.join("", lines)).doesNotContain(ServedApi.TOKEN);
    }

    @Test
    void everyCallThatIsRefusedBeforeItBeginsIsInTheAuditLogToo() throws Exception {
        post("/api/runs/huge/pause");
        post("/api/runs/tiny/log-level?level=loud");
        post("/api/runs/tiny/pause", "Idempotency-Key", "a b");
        post("/api/runs/tiny/stop", "Origin", "http://evil.example");
        post("/api/nothing");
        post("/metrics");

        assertThat(api.audit())
                .extracting(line -> line.replaceAll(".*\"call\":\"([^\"]*)\".*\"refused\".*answered (\\d+).*", "$1 $2"))
                .containsExactly(
                        "POST /api/runs/huge/pause 404",
                        "POST /api/runs/tiny/log-level 400",
                        "POST /api/runs/tiny/pause 400",
                        "POST /api/runs/tiny/stop 403");
    }

    // --- reading

    @Test
    void aFolderThatCannotBeReadIsListedWithTheReason() throws Exception {
        Files.createDirectory(folder.resolve("tiny/log.jsonl"));

        HttpResponse<String> answer = api.send(api.request("/api/runs").headers(RIGHT));

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode run = body(answer).at("/runs/0");
        assertThat(run.path("name").asText()).isEqualTo("tiny");
        assertThat(run.path("message").asText()).startsWith("its folder cannot be read");
    }

    // --- events

    @Test
    void eventsTellHowTheRunStandsAndWhatItsLogSays() throws Exception {
        Path log = folder.resolve("tiny/log.jsonl");
        Files.writeString(log, "");
        HttpResponse<Stream<String>> answer = api.client()
                .send(api.request("/api/runs/tiny/events").headers(RIGHT).build(), BodyHandlers.ofLines());
        assertThat(answer.headers().firstValue("Content-Type")).get().asString().startsWith("text/event-stream");
        try (Stream<String> body = answer.body()) {
            Iterator<String> lines = body.iterator();
            assertThat(next(lines, "event: ")).isEqualTo("event: status");
            assertThat(next(lines, "data: ")).contains("\"status\":\"running\"");

            Files.writeString(
                    log,
                    "{\"time\":\"2026-01-01T00:00:00Z\",\"event\":\"picturesDrawn\",\"step\":4,\"file\":\"pictures/step-0000004.png\"}\n",
                    StandardOpenOption.APPEND);
            assertThat(next(lines, "event: ")).isIn("event: picture", "event: event");

            api.runs.status = RunStatus.PAUSED;
            assertThat(nextAfter(lines, "event: status", "data: ")).contains("\"status\":\"paused\"");
        }
    }

    private static String next(Iterator<String> lines, String beginning) {
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith(beginning)) {
                return line;
            }
        }
        throw new AssertionError("the stream ended");
    }

    private static String nextAfter(Iterator<String> lines, String mark, String beginning) {
        next(lines, mark);
        return next(lines, beginning);
    }

    @Test
    void streamsAreLimitedAndThoseThatEndMakeRoom() throws Exception {
        try (ServedApi small = new ServedApi(
                folder.resolve("small"),
                Optional.empty(),
                new Limits(64, 1, 1024, Limits.USUAL.header(), Limits.USUAL.body(), Limits.USUAL.idle()))) {
            HttpResponse<Stream<String>> first =
                    small.client().send(small.request("/api/runs/tiny/events").build(), BodyHandlers.ofLines());
            assertThat(first.statusCode()).isEqualTo(200);
            assertThat(small.get("/api/runs/tiny/events").statusCode()).isEqualTo(503);

            first.body().close();

            // The server notices with its next heartbeats.
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                HttpResponse<Stream<String>> next = small.client()
                        .send(small.request("/api/runs/tiny/events").build(), BodyHandlers.ofLines());
                next.body().close();
                assertThat(next.statusCode()).isEqualTo(200);
            });
        }
    }
}
