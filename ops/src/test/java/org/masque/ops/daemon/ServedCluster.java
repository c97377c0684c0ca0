package org.masque.ops.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Daemons on this machine, each in a process of its own, that are to be nodes of one cluster. */
final class ServedCluster implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, ServedDaemon> daemons = new LinkedHashMap<>();
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final Path folder;

    ServedCluster(Path folder) {
        this.folder = folder;
    }

    /** Starts a node with more options; the first one that is started may begin a cluster. */
    void launch(String name, List<String> more) throws IOException {
        ports.put(name, freePort());
        List<String> options = new ArrayList<>(List.of("--cluster", "127.0.0.1:" + port(name)));
        options.addAll(List.of("--cluster-name", name));
        options.addAll(List.of(
                "--cluster-join", "127.0.0.1:" + ports.values().iterator().next()));
        options.addAll(more);
        daemons.put(name, ServedDaemon.launched(Files.createDirectories(folder.resolve(name)), options));
    }

    // The others must know it beforehand.
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    ServedDaemon daemon(String name) {
        return Objects.requireNonNull(daemons.get(name), name);
    }

    int port(String name) {
        return Objects.requireNonNull(ports.get(name), name);
    }

    /** Waits until each node answers and counts so many, itself among them, that are up, and no other. */
    void awaitUp(int count) {
        daemons.values().forEach(ServedDaemon::awaitAnswer);
        daemons.keySet().forEach(name -> awaitMembers(name, "up", count));
    }

    /** Waits until a node counts so many in a state. */
    void awaitMembers(String name, String state, int count) {
        await(name + " counts " + count + " " + state)
                .atMost(ServedDaemon.PATIENCE)
                .pollInterval(POLL)
                .untilAsserted(() -> assertThat(members(name, state)).isEqualTo(count));
    }

    int members(String name, String state) throws IOException, InterruptedException {
        return (int) metric(name, "masque_cluster_members{status=\"" + state + "\"}");
    }

    double metric(String name, String series) throws IOException, InterruptedException {
        return daemon(name).metrics().stream()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    /** A run as a node lists it. */
    JsonNode listed(String name, String run) throws IOException {
        for (JsonNode each : daemon(name).client().get("/api/runs").get("runs")) {
            if (each.get("name").asText().equals(run)) {
                return each;
            }
        }
        throw new AssertionError(name + " has no run " + run);
    }

    @Override
    public void close() throws IOException {
        for (ServedDaemon daemon : daemons.values()) {
            daemon.close();
        }
    }
}
