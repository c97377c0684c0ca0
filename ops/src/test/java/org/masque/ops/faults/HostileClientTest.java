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
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.masque.ops.ExitCode;
import org.masque.ops.faults.TrainingChild.Start;

/** Rows 24 and 25 of the faults: who reaches the server of a run, and what a client that means harm does to the run. */
@Tag("slow")
@Tag("process")
@Timeout(value = 30, unit = TimeUnit.MINUTES) // against a hang, not a measurement
class HostileClientTest {
    private static final String OPEN = "is open to the network without a token";
    private static final int AT_ONCE_REFUSED = 100;
    private static final int CONNECTIONS = AT_ONCE_REFUSED + 600;
    // What the server keeps; and room for some that are being closed.
    private static final int KEPT = 512;
    private static final int CLOSING = 30;
    // The server gives headers and bodies 10 s. A step that waited for one would take as long; on a busy machine one of
    // this tiny network may take many times its usual hundredth of a second.
    private static final int LONGEST_SILENCE_MILLIS = 60_000;
    private static final double LONGEST_STEP_SECONDS = 5;

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
            long quiet = sockets(child);
            int before = TrainingChild.events(folder, "step").size();

            for (int i = 0; i < CONNECTIONS; i++) {
                attack.add(dawdling(port, i));
            }
            awaitAcceptance(port);
            assertThat(sockets(child)).isLessThan(quiet + KEPT + CLOSING);
            child.awaitEvents("step", before + 20);
            assertThat(median(before)).isLessThan(LONGEST_STEP_SECONDS);

            assertEachIsAnsweredOrClosed(attack);
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

    /** A connection, and what is said over it. */
    private enum Harm {
        SILENCE(""),
        HEADERS_WITHOUT_END("GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "),
        A_BODY_OF_A_GIGABYTE("POST /api/runs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000000\r\n\r\nx"),
        NOISE("\u0016\u0003\u00ff\u00fe");

        private final String beginning;

        Harm(String beginning) {
            this.beginning = beginning;
        }

        // What is refused at once comes first: those that stay open are to be more than are kept.
        static Harm of(int number) {
            return number < AT_ONCE_REFUSED ? values()[2 + number % 2] : values()[number % 2];
        }
    }

    private static Socket dawdling(int port, int number) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(LONGEST_SILENCE_MILLIS);
        try {
            socket.getOutputStream().write(Harm.of(number).beginning.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException closedBeyondTheLimit) {
            socket.close();
        }
        return socket;
    }

    // Connections are accepted in their order: this one's end, whatever it is, comes after the others were taken.
    private static void awaitAcceptance(int port) throws IOException {
        try (Socket last = new Socket(InetAddress.getLoopbackAddress(), port)) {
            last.getOutputStream()
                    .write("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.ISO_8859_1));
            answer(last);
        }
    }

    /** What is said until the other side closes; it must, and before the long silence is over. */
    private static String answer(Socket socket) throws IOException {
        try {
            return socket.isClosed()
                    ? ""
                    : new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException reset) {
            return "";
        }
    }

    // The client closes none of them.
    private static void assertEachIsAnsweredOrClosed(List<Socket> attack) throws IOException {
        Map<Harm, Set<String>> answers = new EnumMap<>(Harm.class);
        for (int i = 0; i < attack.size(); i++) {
            String answer = answer(attack.get(i));
            answers.computeIfAbsent(Harm.of(i), none -> new TreeSet<>())
                    .add(answer.lines().findFirst().orElse("closed"));
        }
        assertThat(answers.get(Harm.HEADERS_WITHOUT_END)).anyMatch(line -> line.startsWith("HTTP/1.1 408"));
        assertThat(answers.get(Harm.A_BODY_OF_A_GIGABYTE)).anyMatch(line -> line.startsWith("HTTP/1.1 413"));
        assertThat(answers.values())
                .allSatisfy(lines -> assertThat(lines)
                        .allMatch(line -> line.equals("closed") || line.matches("HTTP/1.1 4\\d\\d .*")));
    }

    private static long sockets(TrainingChild child) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(child.pid()), "fd"))) {
            return open.filter(HostileClientTest::isSocket).count();
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException closedMeanwhile) {
            return false;
        }
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
