package org.masque.ops.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.masque.ops.control.KnownRun;
import org.masque.ops.control.RunStatus;
import org.masque.ops.control.ServedAddress;

/** What Prometheus is told of the runs, over a process of a run that only serves metrics. */
class RunMetricsRoutesTest {
    private static final String PAGE = "masque_train_step_total 12.0\n";

    @TempDir
    private Path folder;

    private final List<String> accepted = new CopyOnWriteArrayList<>();
    private HttpServer process;
    private ServedApi api;

    @BeforeEach
    void start() throws IOException {
        process = HttpServer.create(ServedApi.loopback(0), 0);
        process.createContext("/metrics", exchange -> {
            accepted.add(String.valueOf(exchange.getRequestHeaders().getFirst("Accept")));
            byte[] body = PAGE.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        process.start();
        api = new ServedApi(folder, Optional.of(ServedApi.TOKEN), Limits.USUAL);
    }

    @AfterEach
    void stop() {
        api.close();
        process.stop(0);
    }

    private void serves() throws IOException {
        ServedAddress.ofThisProcess("127.0.0.1", process.getAddress().getPort()).writeTo(folder.resolve("tiny"));
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        return api.send(api.request(path)
                .header("Authorization", "Bearer " + ServedApi.TOKEN)
                .headers(headers.length == 0 ? new String[] {"Accept", "*/*"} : headers));
    }

    private JsonNode targets() throws Exception {
        return new ObjectMapper().readTree(get("/api/prometheus/targets").body());
    }

    @Test
    void aRunThatServesMetricsIsATargetAtThisAddress() throws Exception {
        serves();
        JsonNode targets = targets();

        assertThat(targets).hasSize(1);
        assertThat(targets.at("/0/targets/0").asText()).isEqualTo("127.0.0.1:" + api.server.port());
        assertThat(targets.at("/0/labels/__metrics_path__").asText()).isEqualTo("/api/runs/tiny/metrics");
        assertThat(targets.at("/0/labels/run").asText()).isEqualTo("tiny");
        assertThat(targets.at("/0/labels/instance").asText()).isEqualTo("tiny");
        assertThat(targets.at("/0/labels/node").isTextual()).isTrue();
    }

    @Test
    void aRunWithoutAProcessOrOnAnotherNodeIsNone() throws Exception {
        Path ofAnother = Files.createDirectories(folder.resolve("base"));
        ServedAddress.ofThisProcess("127.0.0.1", process.getAddress().getPort()).writeTo(ofAnother);
        api.runs.elsewhere.add(new KnownRun("base@b", ofAnother, RunStatus.RUNNING, "", "b"));
        assertThat(targets()).isEmpty();

        new ServedAddress("http://127.0.0.1:1", Long.MAX_VALUE).writeTo(folder.resolve("tiny"));
        assertThat(targets()).isEmpty();
    }

    @Test
    void theMetricsOfTheProcessArePassedOnAsTheyAre() throws Exception {
        serves();
        HttpResponse<String> answer = get("/api/runs/tiny/metrics", "Accept", "text/plain; version=0.0.4");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(PAGE);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).contains("version=0.0.4");
        assertThat(accepted).containsExactly("text/plain; version=0.0.4");
    }

    @Test
    void withoutTheTokenNothingIsSaid() throws Exception {
        serves();
        assertThat(api.get("/api/prometheus/targets").statusCode()).isEqualTo(401);
        assertThat(api.get("/api/runs/tiny/metrics").statusCode()).isEqualTo(401);
        assertThat(accepted).isEmpty();
    }

    @Test
    void whatCannotBePassedOnIsSaid() throws Exception {
        api.runs.elsewhere.add(new KnownRun("base@b", folder.resolve("none"), RunStatus.RUNNING, "", "b"));
        assertThat(get("/api/runs/absent/metrics").statusCode()).isEqualTo(404);
        assertThat(get("/api/runs/tiny/metrics").statusCode()).isEqualTo(409);
        assertThat(get("/api/runs/base@b/metrics").body()).contains("ask the daemon there");

        serves();
        process.stop(0);
        assertThat(get("/api/runs/tiny/metrics").statusCode()).isEqualTo(502);
    }
}
