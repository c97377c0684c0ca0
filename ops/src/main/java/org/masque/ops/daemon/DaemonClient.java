package org.masque.ops.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.masque.ops.UsageException;
import org.masque.ops.api.AccessToken;
import org.masque.ops.control.RefusedException;
import org.masque.ops.control.ServedAddress;
import org.masque.ops.control.Submission;

/** Asks a daemon, or a run in the foreground, from the command line. */
public final class DaemonClient {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long POLL_MILLIS = 500;
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]", Pattern.CASE_INSENSITIVE);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String url;
    private final Optional<String> token;

    private DaemonClient(String url, Optional<String> token) {
        this.url = url;
        this.token = token;
    }

    /**
     * Finds the daemon.
     *
     * @param home whose daemon, unless {@code url} is given
     * @param url where it answers, or null
     * @param tokenFile its token, or null for the one in its home, which is for this machine only
     * @throws UsageException if no daemon runs there
     */
    public static DaemonClient find(DaemonHome home, @Nullable String url, @Nullable Path tokenFile)
            throws IOException {
        Optional<Path> file = tokenFile == null ? tokenOfHome(home, url) : Optional.of(tokenFile);
        Optional<String> token = file.isPresent() ? Optional.of(AccessToken.read(file.get())) : Optional.empty();
        if (url != null) {
            return new DaemonClient(url.replaceAll("/+$", ""), token);
        }
        ServedAddress address = ServedAddress.in(home.path())
                .filter(ServedAddress::isAlive)
                .orElseThrow(() -> new UsageException("no daemon runs with the home " + home.path()
                        + "; start one with: masque serve --home " + home.path()));
        return new DaemonClient(address.url(), token);
    }

    /** The home's token, if it is asked for something that is answered on this machine. */
    static Optional<Path> tokenOfHome(DaemonHome home, @Nullable String url) {
        return (url == null || staysHere(url)) && Files.exists(home.token())
                ? Optional.of(home.token())
                : Optional.empty();
    }

    // By its name alone: what a name resolves to may change.
    private static boolean staysHere(String url) {
        try {
            String host = URI.create(url).getHost();
            return host != null && LOOPBACK.matcher(host).matches();
        } catch (IllegalArgumentException noUrl) {
            return false;
        }
    }

    /** Reads something. */
    public JsonNode get(String path) throws IOException {
        return read(send(request(path).GET()));
    }

    /** Does something and waits for its end; returns what it came to. */
    public String operate(String path) throws IOException {
        return end(read(send(request(path).POST(BodyPublishers.noBody()))));
    }

    /** Puts a run into the queue. */
    public String submit(Submission submission) throws IOException {
        ObjectNode body = json.createObjectNode();
        body.put("name", submission.name());
        body.put("recipe", submission.recipe());
        submission.settings().forEach(body.putArray("settings")::add);
        return end(read(send(request("/api/runs").POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body))))));
    }

    /** The lines of a stream of events, as they come; close it. */
    public Stream<String> events(String run) throws IOException {
        HttpRequest request = builder("/api/runs/" + run + "/events").GET().build();
        HttpResponse<Stream<String>> answer = sent(request, BodyHandlers.ofLines());
        if (answer.statusCode() != 200) {
            try (Stream<String> lines = answer.body()) {
                throw refused(answer.statusCode(), json.readTree(String.join("", lines.toList())));
            }
        }
        return answer.body();
    }

    private String end(JsonNode begun) throws IOException {
        JsonNode operation = begun;
        while (operation.path("state").asText().equals("running")) {
            pause();
            operation = get("/api/operations/" + operation.path("id").asText());
        }
        String message = operation.path("message").asText();
        if (!operation.path("state").asText().equals("done")) {
            throw new RefusedException(RefusedException.Reason.NOT_NOW, message);
        }
        return message;
    }

    private static void pause() throws InterruptedIOException {
        try {
            if (new CountDownLatch(1).await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody counts down");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private HttpRequest.Builder request(String path) {
        return builder(path)
                .timeout(PATIENCE)
                .header("Idempotency-Key", UUID.randomUUID().toString());
    }

    private HttpRequest.Builder builder(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
        token.ifPresent(known -> request.header("Authorization", "Bearer " + known));
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        return sent(request.build(), BodyHandlers.ofString());
    }

    private <T> HttpResponse<T> sent(HttpRequest request, HttpResponse.BodyHandler<T> body) throws IOException {
        try {
            return http.send(request, body);
        } catch (ConnectException refused) {
            throw new UsageException("nobody answers at " + url + "; is the daemon running?");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private JsonNode read(HttpResponse<String> answer) throws IOException {
        JsonNode body = json.readTree(answer.body());
        boolean operation = body.has("state") && body.has("id");
        if (answer.statusCode() >= 400 && !operation) {
            throw refused(answer.statusCode(), body);
        }
        return body;
    }

    private static RefusedException refused(int status, JsonNode body) {
        RefusedException.Reason reason = switch (status) {
            case 404 -> RefusedException.Reason.UNKNOWN;
            case 400 -> RefusedException.Reason.INVALID;
            default -> RefusedException.Reason.NOT_NOW;
        };
        return new RefusedException(reason, body.path("error").asText("answer " + status));
    }
}
