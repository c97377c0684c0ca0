package org.masque.ops.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.masque.ops.health.Heartbeat;
import org.masque.ops.health.RunHealth;

/** A server over a run that does not exist, and a client that may misbehave. */
final class ServedApi implements AutoCloseable {
    static final String TOKEN = "0123456789abcdef0123456789abcdef";

    final RunHealth health =
            new RunHealth(new Heartbeat(Duration.ofSeconds(30)), new Heartbeat(Duration.ofMinutes(10)));
    final FakeRuns runs;
    final ApiServer.Content content;
    final ApiServer server;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path folder;

    /** Over a folder, with a token or without. */
    ServedApi(Path folder, Optional<String> token, Limits limits) throws IOException {
        this.folder = folder;
        this.runs = new FakeRuns(Files.createDirectories(folder.resolve("tiny")));
        PrometheusRegistry metrics = new PrometheusRegistry();
        Counter.builder().name("masque_train_step").register(metrics).inc(7);
        this.content = new ApiServer.Content(
                metrics, health, runs, new AuditLog(folder.resolve("audit.jsonl"), Clock.systemUTC()), token);
        this.server = ApiServer.start(loopback(0), content, limits);
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    HttpResponse<String> post(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).POST(BodyPublishers.noBody());
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    HttpClient client() {
        return client;
    }

    JsonNode json(String path) throws IOException, InterruptedException {
        return new ObjectMapper().readTree(get(path).body());
    }

    /** Sends text as it is and reads until the server closes the connection. */
    String raw(String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** The status of what comes back for a request that is written by hand. */
    int status(String line, String... headers) throws IOException {
        StringBuilder text = new StringBuilder(line).append(" HTTP/1.1\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        boolean host = List.of(headers).stream().anyMatch(header -> header.startsWith("Host:"));
        text.append(host ? "" : "Host: 127.0.0.1\r\n").append("Connection: close\r\n\r\n");
        String answer = raw(text.toString());
        return answer.isEmpty() ? 0 : Integer.parseInt(answer.split(" ", 3)[1]);
    }

    List<String> audit() throws IOException {
        Path file = folder.resolve("audit.jsonl");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    @Override
    public void close() {
        server.close();
    }
}
