package org.masque.ops.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A real Prometheus with our configuration and rules, which scrapes one trainer or daemon every second. */
final class PrometheusServer implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(1);

    private final Process process;
    private final int port;
    private final HttpClient client = HttpClient.newHttpClient();

    private PrometheusServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it and waits until it answers.
     *
     * @param jobName of the scrape job of our configuration that is kept
     */
    static PrometheusServer scraping(String jobName, int targetPort, Path folder) throws IOException {
        Path configuration = Files.writeString(folder.resolve("prometheus.yml"), configuration(jobName, targetPort));
        int port = freePort();
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("series"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.txt").toFile())
                .start();
        PrometheusServer server = new PrometheusServer(process, port);
        await().atMost(START)
                .ignoreExceptions()
                .until(() -> server.get("/-/ready").statusCode() == 200);
        return server;
    }

    // Ours, but faster, with one target at the port at hand; JSON is YAML.
    private static String configuration(String jobName, int targetPort) throws IOException {
        ObjectNode tree = (ObjectNode) DeploymentFiles.yaml(DeploymentFiles.ops("prometheus/prometheus.yml"))
                .get(0);
        ((ObjectNode) tree.get("global")).put("scrape_interval", "1s").put("evaluation_interval", "1s");
        tree.putArray("rule_files")
                .add(DeploymentFiles.ops("prometheus/rules")
                        .resolve("*.rules.yml")
                        .toString());
        tree.remove("alerting");
        ObjectNode job = (ObjectNode) DeploymentFiles.stream(tree.get("scrape_configs"))
                .filter(each -> each.get("job_name").asText().equals(jobName))
                .findFirst()
                .orElseThrow();
        ((ObjectNode) job.at("/static_configs/0")).putArray("targets").add("127.0.0.1:" + targetPort);
        tree.putArray("scrape_configs").add(job);
        return tree.toString();
    }

    // Prometheus cannot say which port it took, so it must be told a free one.
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The data of an answer of the API; an error of Prometheus fails the test. */
    JsonNode ask(String path) throws IOException, InterruptedException {
        JsonNode answer = new ObjectMapper().readTree(get("/api/v1/" + path).body());
        assertThat(answer.path("status").asText()).as("%s: %s", path, answer).isEqualTo("success");
        return answer.get("data");
    }

    /** The series that a query returns now. */
    JsonNode query(String expression) throws IOException, InterruptedException {
        return ask("query?query=" + encoded(expression)).get("result");
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(START)
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
