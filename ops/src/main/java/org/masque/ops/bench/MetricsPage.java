package org.masque.ops.bench;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;

/** The numbers of a {@code /metrics} page, by name and labels as they stand there. */
public final class MetricsPage {
    private final Map<String, Double> values = new HashMap<>();

    private MetricsPage(String text) {
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int end = line.lastIndexOf(' ');
            values.put(line.substring(0, end), Double.parseDouble(line.substring(end + 1)));
        });
    }

    /** Asks a server for it. */
    public static MetricsPage read(URI server) throws IOException {
        // A connection of its own each time: one that is kept may be closed by the server as it is used again.
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(server.resolve("/metrics")).build(), BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(server + "/metrics answers " + answer.statusCode());
            }
            return new MetricsPage(answer.body());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** How many numbers there are. */
    public int size() {
        return values.size();
    }

    /**
     * A number that must be there.
     *
     * @throws IOException if it is not
     */
    public double value(String name) throws IOException {
        Double value = values.get(name);
        if (value == null) {
            throw new IOException("there is no " + name + " among the metrics: is this the server of a run?");
        }
        return value;
    }
}
