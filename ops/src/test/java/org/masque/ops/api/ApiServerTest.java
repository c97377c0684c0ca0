package org.masque.ops.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.ops.health.PortInUseException;
import org.masque.ops.health.RunState;

class ApiServerTest {
    private static final Limits LIMITS =
            new Limits(256, 4, 2048, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(20));

    @TempDir
    private Path folder;

    private ServedApi api;

    @BeforeEach
    void start() throws IOException {
        api = new ServedApi(folder, Optional.empty(), LIMITS);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    // --- metrics and health

    @Test
    void metricsAreServedInTheTextFormat() throws Exception {
        HttpResponse<String> response = api.get("/metrics");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type"))
                .get()
                .asString()
                .startsWith("text/plain");
        assertThat(response.body()).contains("masque_train_step_total 7.0");
    }

    @Test
    void aScraperThatWantsOpenMetricsGetsIt() throws Exception {
        HttpResponse<String> response =
                api.send(api.request("/metrics").header("Accept", "application/openmetrics-text"));

        assertThat(response.body()).endsWith("# EOF\n");
        assertThat(response.headers().firstValue("Content-Type"))
                .get()
                .asString()
                .contains("openmetrics");
    }

    @Test
    void aTrainingRunIsReadyAndOneThatIsPausedIsNotAndSaysWhy() throws Exception {
        api.health.moveTo(RunState.TRAINING);
        assertThat(api.get("/readyz").statusCode()).isEqualTo(200);
        assertThat(api.json("/readyz").get("state").asText()).isEqualTo("training");

        api.health.moveTo(RunState.PAUSED);

        assertThat(api.get("/readyz").statusCode()).isEqualTo(503);
        assertThat(api.json("/readyz").get("reason").asText()).isEqualTo("paused");
        assertThat(api.get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void headHasNoBody() throws Exception {
        HttpResponse<String> response = api.send(api.request("/readyz").method("HEAD", BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void aStormOfScrapesIsAnsweredInFull() throws IOException {
        try (ServedApi patient = new ServedApi(folder.resolve("patient"), Optional.empty(), Limits.USUAL)) {
            HttpRequest scrape = patient.request("/metrics").build();
            List<CompletableFuture<Integer>> storm = IntStream.range(0, 200)
                    .mapToObj(i -> patient.client()
                            .sendAsync(scrape, BodyHandlers.discarding())
                            .thenApply(HttpResponse::statusCode))
                    .toList();

            assertThat(storm.stream().map(CompletableFuture::join)).containsOnly(200);
        }
    }

    @Test
    void aRequestNeedsNoThreadOfItsOwn() throws Exception {
        assertThat(threadsStartedByFifty(() -> api.get("/metrics"))).isLessThan(25);
        assertThat(threadsStartedByFifty(() -> api.get("/api/runs"))).isLessThan(25);
    }

    @Test
    void aConnectionNeedsNoThreadOfItsOwn() throws Exception {
        assertThat(threadsStartedByFifty(() -> api.status("GET /healthz"))).isLessThan(25);
    }

    private static long threadsStartedByFifty(Callable<?> call) throws Exception {
        call.call();
        long before = ManagementFactory.getThreadMXBean().getTotalStartedThreadCount();
        for (int i = 0; i < 50; i++) {
            call.call();
        }
        return ManagementFactory.getThreadMXBean().getTotalStartedThreadCount() - before;
    }

    // --- paths

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/metrics/x",
                "/metricsx",
                "/healthz/../readyz",
                "//healthz",
                "/runs/../../etc/passwd",
                "/api/runs/../../../etc/passwd",
                "/api/runs/..%2f..%2fetc%2fpasswd",
                "/api/runs/%2e%2e/history",
                "/api/runs/tiny/pictures/..%2flog.jsonl",
                "/api/runs/tiny/pictures/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
                "/api/runs/tiny/pictures/..",
                "/api/runs/tiny/pictures/.%00.png",
                "/assets/../openapi.yaml",
                "/assets/%2e%2e/openapi.yaml",
                "/assets/..\\openapi.yaml",
                "http://127.0.0.1/healthz/../../etc"
            })
    void nothingOutsideOfItsPathsIsFound(String path) throws Exception {
        assertThat(api.status("GET " + path)).isIn(404, 400);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /metrics",
        "POST, /healthz",
        "DELETE, /api/runs/tiny",
        "GET, /api/runs/tiny/stop",
        "PUT, /api/runs",
        "OPTIONS, /api/runs",
        "POST, /api/runs/tiny/events"
    })
    void anotherMethodIsNotAllowedAndTheRightOneIsNamed(String method, String path) throws Exception {
        HttpResponse<String> response = api.send(api.request(path).method(method, BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).isPresent();
        assertThat(api.runs.asked).isEmpty();
    }

    // --- who asks

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 200",
        "127.0.0.1:9464, 200",
        "localhost:1, 200",
        "LOCALHOST, 200",
        "[::1]:9464, 200",
        "evil.example, 403",
        "evil.example:9464, 403",
        "127.0.0.1.evil.example, 403",
        "localhost.evil.example, 403"
    })
    void onlyNamesOfThisMachineAreAnswered(String host, int status) throws Exception {
        assertThat(api.status("GET /api/runs", "Host: " + host)).isEqualTo(status);
        assertThat(api.status("GET /metrics", "Host: " + host)).isEqualTo(status);
    }

    @Test
    void aPageOfAnotherSiteMayNeitherReadNorChange() throws Exception {
        HttpResponse<String> foreign = api.post("/api/runs/tiny/stop", "Origin", "http://evil.example");
        HttpResponse<String> opaque = api.post("/api/runs/tiny/stop", "Origin", "null");
        HttpResponse<String> reading = api.send(api.request("/api/runs").header("Origin", "http://evil.example"));

        assertThat(List.of(foreign.statusCode(), opaque.statusCode(), reading.statusCode()))
                .containsOnly(403);
        assertThat(api.runs.asked).isEmpty();
        assertThat(foreign.headers().map()).doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void ourOwnPageMay() throws Exception {
        String own = "http://127.0.0.1:" + api.server.port();

        assertThat(api.post("/api/runs/tiny/pause", "Origin", own).statusCode()).isEqualTo(202);
    }

    // --- limits

    @Test
    void aBodyThatIsTooLargeIsRefusedBeforeItIsRead() throws Exception {
        HttpRequest.Builder large = api.request("/api/runs").POST(BodyPublishers.ofByteArray(new byte[100_000]));
        assertThat(api.send(large).statusCode()).isEqualTo(413);

        assertThat(api.status("POST /api/runs", "Content-Length: 1000000000")).isEqualTo(413);
    }

    @Test
    void aBodyThatNeverEndsIsTooLargeAtSomePoint() throws Exception {
        String chunk = "400\r\n" + "x".repeat(0x400) + "\r\n";
        String answer = api.raw(
                "POST /api/runs HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                        + chunk.repeat(3) + "0\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 413");
    }

    @Test
    void aBodyThatDawdlesIsGivenUp() throws Exception {
        assertThat(api.status("POST /api/runs", "Content-Length: 100")).isEqualTo(408);
    }

    @Test
    void headersThatDawdleAreGivenUp() throws Exception {
        assertThat(api.raw("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "))
                .startsWith("HTTP/1.1 408");
    }

    @Test
    void silenceAtTheBeginningIsGivenUp() throws Exception {
        assertThat(api.raw("")).startsWith("HTTP/1.1 408");
    }

    @Test
    void hugeHeadersAreRefused() throws Exception {
        assertThat(api.status("GET /healthz", "X-Huge: " + "x".repeat(20_000))).isEqualTo(431);
        assertThat(api.status("GET /" + "x".repeat(5000))).isEqualTo(414);
    }

    @Test
    void noiseIsRefusedAndTheServerGoesOn() throws Exception {
        assertThat(api.raw("\u0016\u0003\u0001\u0000\u00ff\u00fe\r\n\r\n")).contains("400");
        assertThat(api.send(api.request("/api/runs")
                                .POST(BodyPublishers.ofByteArray(new byte[] {(byte) 0xc3, (byte) 0x28})))
                        .statusCode())
                .isEqualTo(400);
        assertThat(api.get("/metrics").statusCode()).isEqualTo(200);
    }

    // --- the port

    @Test
    void aTakenPortIsNamedWithTheRemedy() {
        InetSocketAddress taken = ServedApi.loopback(api.server.port());

        assertThatThrownBy(() -> ApiServer.start(taken, api.content, LIMITS))
                .isInstanceOf(PortInUseException.class)
                .hasMessageContaining("port " + taken.getPort() + " in use")
                .hasMessageContaining("http.port=0");
    }

    @Test
    void aHostThatDoesNotResolveIsNamed() {
        InetSocketAddress nowhere = InetSocketAddress.createUnresolved("nowhere.invalid", 0);

        assertThatThrownBy(() -> ApiServer.start(nowhere, api.content, LIMITS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nowhere.invalid");
    }
}
