package org.masque.ops.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.masque.ops.ExitCode;
import org.masque.ops.faults.TrainingChild.Start;

/** Rows 24 and 25 of the faults: who reaches the server of a run, and what a client that means harm does to the run. */
@Tag("slow")
@Timeout(value = 30, unit = TimeUnit.MINUTES) // against a hang, not a measurement
class HostileClientTest {
    private static final String OPEN = "is open to the network without a token";
    // The server keeps 512.
    private static final int CONNECTIONS = 600;

    @TempDir
    private Path folder;

    private static Optional<InetAddress> addressOfTheNetwork() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .findFirst();
    }

    private static int status(InetAddress host, int port, String method, String path) throws Exception {
        URI uri = new URI("http", null, host.getHostAddress(), port, path, null, null);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    private void stop(TrainingChild child) throws Exception {
        child.awaitEvents("step", 1);
        child.signal("TERM");
        assertThat(child.exit()).as(child.output()).isEqualTo(ExitCode.TERMINATED.number());
    }

    // --- row 24

    @Test
    void aRunIsReachedFromItsOwnMachineOnly() throws Exception {
        Optional<InetAddress> network = addressOfTheNetwork();
        assumeTrue(network.isPresent(), "there is no address but loopback");
        try (TrainingChild child =
                Start.in(folder).set("http.enabled=true", "http.port=0").start()) {
            int port = child.port();

            assertThat(status(InetAddress.getLoopbackAddress(), port, "GET", "/healthz"))
                    .isEqualTo(200);
            assertThatThrownBy(() -> status(network.get(), port, "GET", "/healthz"))
                    .isInstanceOf(ConnectException.class);
            assertThat(child.output()).doesNotContain(OPEN);
            stop(child);
        }
    }

    @Test
    void aRunThatIsOpenToTheNetworkWithoutATokenSaysSoAndCannotBeSteered() throws Exception {
        try (TrainingChild child = Start.in(folder)
                .set("http.enabled=true", "http.port=0", "http.host=0.0.0.0")
                .start()) {
            int port = child.port();

            assertThat(child.output()).contains(OPEN).contains("MASQUE_TOKEN_FILE");
            assertThat(status(InetAddress.getLoopbackAddress(), port, "GET", "/healthz"))
                    .isEqualTo(200);
            assertThat(status(InetAddress.getLoopbackAddress(), port, "POST", "/api/runs/child/stop"))
                    .isEqualTo(403);
            stop(child);
        }
    }

    // --- row 25

    @Test
    void aClientThatMeansHarmCostsTheTrainingNothing() throws Exception {
        List<Socket> attack = new ArrayList<>();
        try (TrainingChild child =
                Start.in(folder).set("http.enabled=true", "http.port=0").start()) {
            int port = child.port();
            child.awaitEvents("step", 30);
            double quiet = median(0);
            int before = TrainingChild.events(folder, "step").size();

            for (int i = 0; i < CONNECTIONS; i++) {
                attack.add(dawdling(port, i));
            }
            child.awaitEvents("step", before + 20);

            // A generous bound, on a machine that may do anything else meanwhile: a step that waited for a connection
            // would take its ten seconds.
            assertThat(median(before)).isLessThan(5 * quiet);
            for (Socket socket : attack) {
                socket.close();
            }
            await().atMost(TrainingChild.PATIENCE)
                    .ignoreExceptions()
                    .until(() -> status(InetAddress.getLoopbackAddress(), port, "GET", "/metrics") == 200);
            stop(child);
        } finally {
            for (Socket socket : attack) {
                socket.close();
            }
        }
    }

    // Connections that say nothing, that do not end their headers, that promise a body of 1 GB, and noise.
    private static Socket dawdling(int port, int kind) throws IOException {
        String[] beginnings = {
            "",
            "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
            "POST /api/runs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000000\r\n\r\nx",
            "\u0016\u0003\u00ff\u00fe"
        };
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        try {
            socket.getOutputStream().write(beginnings[kind % beginnings.length].getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException closedBeyondTheLimit) {
            socket.close();
        }
        return socket;
    }

    private double median(int after) {
        List<Double> seconds = TrainingChild.events(folder, "step").stream()
                .skip(after)
                .map(event -> event.get("seconds").asDouble())
                .sorted()
                .toList();
        return seconds.get(seconds.size() / 2);
    }
}
