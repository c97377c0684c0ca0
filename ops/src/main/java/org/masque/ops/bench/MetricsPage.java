package org.masque.ops.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The numbers of a {@code /metrics} page, by name and labels as they stand there. */
public final class MetricsPage {
    private static final int MOST_MILLIS = 30_000;

    private final Map<String, Double> values = new HashMap<>();

    private MetricsPage(String text) {
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int end = line.lastIndexOf(' ');
            values.put(line.substring(0, end), Double.parseDouble(line.substring(end + 1)));
        });
    }

    /** Asks a server for it, over a connection that ends with the answer, so that asking often leaves nothing open. */
    public static MetricsPage read(URI server) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) server.resolve("/metrics").toURL().openConnection();
        connection.setRequestProperty("Connection", "close");
        connection.setConnectTimeout(MOST_MILLIS);
        connection.setReadTimeout(MOST_MILLIS);
        if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
            throw new IOException(server + "/metrics answers " + connection.getResponseCode());
        }
        try (InputStream answer = connection.getInputStream()) {
            return new MetricsPage(new String(answer.readAllBytes(), StandardCharsets.UTF_8));
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
