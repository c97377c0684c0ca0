package org.masque.ops.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthServerTest {
    private final AtomicLong seconds = new AtomicLong();
    private final RunHealth health = new RunHealth(heartbeat(30), heartbeat(600));
    private final PrometheusRegistry metrics = new PrometheusRegistry();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private HealthServer server;

    @BeforeEach
    void start() throws IOException {
        Counter.builder().name("masque_train_step").register(metrics).inc(7);
        server = HealthServer.start(loopback(0), metrics, health);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void metricsAreServedInTheTextFormat() throws Exception {
        HttpResponse<String> response = get("/metrics");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type"))
                .get()
                .asString()
                .startsWith("text/plain");
        assertThat(response.body()).contains("masque_train_step_total 7.0");
    }

    @Test
    void aTrainingRunIsReady() throws Exception {
        health.moveTo(RunState.TRAINING);

        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        assertThat(json("/readyz").get("reason").asText()).isEqualTo("ready");
        assertThat(json("/readyz").get("state").asText()).isEqualTo("training");
    }

    @Test
    void aRunWithoutProgressIsAliveButNotReadyAndSaysWhy() throws Exception {
        health.moveTo(RunState.TRAINING);
        seconds.addAndGet(700);
        health.actors().beat();

        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(json("/readyz").get("reason").asText()).isEqualTo("no_progress");
        assertThat(json("/readyz").get("secondsSinceProgress").asLong()).isEqualTo(700);
    }

    @Test
    void actorsThatDoNotAnswerMeanNotAlive() throws Exception {
        health.moveTo(RunState.TRAINING);
        seconds.addAndGet(31);

        assertThat(get("/healthz").statusCode()).isEqualTo(503);
        assertThat(json("/healthz").get("alive").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/metrics/x", "/metricsx", "/healthz/../readyz", "/runs/..%2f..%2fetc/passwd"})
    void anyOtherPathIsNotFound(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/healthz", "/readyz"})
    void nothingCanBeWritten(String path) throws Exception {
        HttpRequest post = request(path).POST(BodyPublishers.ofString("x")).build();

        assertThat(client.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
    }

    @Test
    void headHasNoBody() throws Exception {
        HttpRequest head =
                request("/readyz").method("HEAD", BodyPublishers.noBody()).build();
        HttpResponse<String> response = client.send(head, BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void aStormOfScrapesIsAnsweredInFull() {
        List<CompletableFuture<HttpResponse<String>>> storm = IntStream.range(0, 200)
                .mapToObj(i -> client.sendAsync(request("/metrics").build(), BodyHandlers.ofString()))
                .toList();

        assertThat(storm)
                .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
    }

    @Test
    void aTakenPortIsNamedWithTheRemedy() {
        assertThatThrownBy(() -> HealthServer.start(loopback(server.port()), metrics, health))
                .isInstanceOf(PortInUseException.class)
                .hasMessageContaining("port " + server.port() + " in use")
                .hasMessageContaining("http.port=0");
    }

    @Test
    void aHostThatDoesNotResolveIsNamed() {
        InetSocketAddress nowhere = InetSocketAddress.createUnresolved("nowhere.invalid", 0);

        assertThatThrownBy(() -> HealthServer.start(nowhere, metrics, health))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nowhere.invalid");
    }

    @Test
    void closingFreesThePort() throws Exception {
        int port = server.port();
        server.close();

        try (HealthServer next = HealthServer.start(loopback(port), metrics, health)) {
            assertThat(next.port()).isEqualTo(port);
        }
    }

    private JsonNode json(String path) throws IOException, InterruptedException {
        return new ObjectMapper().readTree(get(path).body());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private Heartbeat heartbeat(long boundSeconds) {
        return new Heartbeat(Duration.ofSeconds(boundSeconds), () -> seconds.get() * 1_000_000_000);
    }
}
