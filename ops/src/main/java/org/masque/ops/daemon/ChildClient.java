package org.masque.ops.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.masque.ops.control.RefusedException;
import org.masque.ops.control.ServedAddress;

/** Asks the process of a run what the daemon was asked. Blocks nobody. */
final class ChildClient {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Executor IN_A_MOMENT = CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final String token;

    ChildClient(String token) {
        this.token = token;
    }

    /** What the process says it is doing: the {@code state} of its {@code /readyz}. */
    CompletableFuture<String> state(ServedAddress child) {
        return http.sendAsync(request(child, "/readyz").GET().build(), BodyHandlers.ofString())
                .thenApply(answer -> read(answer).path("state").asText());
    }

    /** Begins an operation of a run's process and waits for its end. */
    CompletableFuture<String> operate(ServedAddress child, String path) {
        HttpRequest post = request(child, path)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.noBody())
                .build();
        return http.sendAsync(post, BodyHandlers.ofString()).thenCompose(answer -> ended(child, read(answer)));
    }

    private CompletableFuture<String> ended(ServedAddress child, JsonNode operation) {
        String message =
                operation.path("message").asText(operation.path("error").asText());
        return switch (operation.path("state").asText()) {
            case "done" -> CompletableFuture.completedFuture(message);
            case "running" -> {
                String path = "/api/operations/" + operation.path("id").asText();
                yield CompletableFuture.supplyAsync(
                                () -> request(child, path).GET().build(), IN_A_MOMENT)
                        .thenCompose(get -> http.sendAsync(get, BodyHandlers.ofString()))
                        .thenCompose(answer -> ended(child, read(answer)));
            }
            default -> CompletableFuture.failedFuture(new RefusedException(RefusedException.Reason.NOT_NOW, message));
        };
    }

    private HttpRequest.Builder request(ServedAddress child, String path) {
        return HttpRequest.newBuilder(URI.create(child.url() + path))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + token);
    }

    private JsonNode read(HttpResponse<String> answer) {
        try {
            return json.readTree(answer.body());
        } catch (IOException noJson) {
            throw new UncheckedIOException(noJson);
        }
    }
}
