package org.masque.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.masque.actors.cluster.RunOrder.PerformAction;
import org.masque.actors.cluster.RunOrder.SubmitRun;

/** Nodes in one process, each with a port of its own on the loopback interface. */
@Tag("slow")
class ControlClusterTest {
    private static final Duration LONGEST = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    private final List<ControlCluster> open = new ArrayList<>();
    private final AtomicInteger rejected = new AtomicInteger();
    private final int first = freePort();

    @AfterEach
    void leave() {
        for (ControlCluster node : open) {
            node.close();
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private ClusterSettings settings(String name, int port, Optional<ClusterTls> tls) throws IOException {
        Path memory = Files.createDirectories(folder.resolve(name));
        return new ClusterSettings(
                name, "127.0.0.1", port, List.of("127.0.0.1:" + first), tls, memory, Duration.ofSeconds(60));
    }

    @SuppressWarnings("MustBeClosedChecker") // closed after each test
    private ControlCluster start(ClusterSettings settings, NodeRuns runs) throws IOException {
        ControlCluster node = ControlCluster.start(settings, runs, reason -> rejected.incrementAndGet());
        open.add(node);
        return node;
    }

    private ControlCluster start(String name, int port, NodeRuns runs) throws IOException {
        return start(settings(name, port, Optional.empty()), runs);
    }

    private static void awaitNode(ControlCluster here, String name, MemberState state) {
        await().atMost(LONGEST)
                .untilAsserted(() -> assertThat(here.nodes()).anySatisfy(view -> {
                    assertThat(view.name()).isEqualTo(name);
                    assertThat(view.state()).isEqualTo(state);
                }));
    }

    private static OrderAnswer order(ControlCluster here, String node, RunOrder order) {
        return here.place(node, order).toCompletableFuture().join();
    }

    private static List<String> states(ControlCluster here, String node) {
        return here.nodes().stream()
                .filter(view -> view.name().equals(node))
                .flatMap(view -> view.runs().stream())
                .map(run -> run.name() + " " + run.status())
                .toList();
    }

    @Test
    void aNodeSeesAndSteersTheRunsOfAnother() throws IOException {
        MemoryRuns there = new MemoryRuns("tiny", "small");
        ControlCluster a = start("a", first, new MemoryRuns("mine"));
        ControlCluster b = start("b", freePort(), there);
        awaitNode(a, "b", MemberState.UP);
        awaitNode(b, "a", MemberState.UP);
        assertThat(states(a, "b")).containsExactly("small running", "tiny running");
        assertThat(states(b, "a")).containsExactly("mine running");

        assertThat(order(a, "b", new PerformAction("tiny", "paused")))
                .isEqualTo(new OrderAnswer(OrderOutcome.DONE, "", "tiny: paused"));
        assertThat(there.state("tiny")).isEqualTo("paused");
        await().atMost(LONGEST).until(() -> states(a, "b").contains("tiny paused"));
        assertThat(order(a, "b", new SubmitRun("new", "amt-cifar10", List.of("run.seed=3")))
                        .text())
                .isEqualTo("queued as new");
        assertThat(there.state("new")).isEqualTo("queued");

        assertThat(order(a, "b", new PerformAction("none", "paused")))
                .isEqualTo(new OrderAnswer(OrderOutcome.REFUSED, "unknown", "there is no run none"));
        assertThat(order(a, "c", new PerformAction("tiny", "paused")).text()).isEqualTo("node c is not known");

        b.close();
        awaitNode(a, "b", MemberState.LEFT);
        assertThat(states(a, "b")).contains("tiny paused");
        assertThat(order(a, "b", new PerformAction("tiny", "running")).text()).isEqualTo("node b is left");
        assertThat(rejected).hasValue(0);
    }

    @Test
    void aPortThatIsTakenIsAClearError() throws IOException {
        try (ServerSocket taken = new ServerSocket(first, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start("a", taken.getLocalPort(), new MemoryRuns()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot take part in the cluster at 127.0.0.1:" + first)
                    .hasMessageContaining("give another port");
        }
    }

    @Test
    void hostileBytesAtThePortDisturbNobody() throws IOException {
        int second = freePort();
        ControlCluster a = start("a", first, new MemoryRuns("mine"));
        start("b", second, new MemoryRuns("tiny"));
        awaitNode(a, "b", MemberState.UP);
        for (long seed = 0; seed < 40; seed++) {
            throwAt(first, seed);
            throwAt(second, seed);
        }

        assertThat(order(a, "b", new PerformAction("tiny", "paused")).outcome()).isEqualTo(OrderOutcome.DONE);
        assertThat(states(a, "b")).isNotEmpty();
        assertThat(a.nodes()).allMatch(view -> view.state() == MemberState.UP);
    }

    // Our limits are for our messages: what holds a frame back is TLS, and docs/cluster.md says so.
    @Test
    void aFrameOfTheSizeThatTheOtherSideDeclaresIsRead() throws IOException {
        byte[] beginning = {'M', 'A', 'S', 'Q', 1, 0, 0, 0, 2};
        int declared = 2 << 24;
        start("a", first, new MemoryRuns("mine"));

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), first);
                OutputStream output = socket.getOutputStream()) {
            output.write(beginning);
            // More than lies in the buffers of a connection: it is written only if it is read.
            output.write(new byte[declared]);
        }
    }

    // Half of them begin as a connection of ours does, and go on with a size of 2 GB and rubbish.
    private static void throwAt(int port, long seed) throws IOException {
        byte[] bytes = new byte[4096];
        new SplittableRandom(seed).nextBytes(bytes);
        if (seed % 2 == 0) {
            byte[] beginning = {'M', 'A', 'S', 'Q', 1, -1, -1, -1, 0x7f};
            System.arraycopy(beginning, 0, bytes, 0, beginning.length);
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                OutputStream output = socket.getOutputStream()) {
            output.write(bytes);
        } catch (SocketException closed) {
            // The other side had enough.
            assertThat(closed).isNotNull();
        }
    }

    @Test
    void onlyWhoHasACertificateOfTheAuthorityIsLetIn() throws Exception {
        TestKeys ours = new TestKeys(Files.createDirectories(folder.resolve("ours")));
        TestKeys theirs = new TestKeys(Files.createDirectories(folder.resolve("theirs")));
        ControlCluster a = start(settings("a", first, Optional.of(ours.node("a"))), new MemoryRuns("mine"));
        ControlCluster stranger =
                start(settings("s", freePort(), Optional.of(theirs.node("s"))), new MemoryRuns("rogue"));
        ControlCluster plain = start("p", freePort(), new MemoryRuns("rogue"));
        MemoryRuns there = new MemoryRuns("tiny");
        ControlCluster b = start(settings("b", freePort(), Optional.of(ours.node("b"))), there);

        awaitNode(a, "b", MemberState.UP);
        awaitNode(b, "a", MemberState.UP);
        assertThat(order(a, "b", new PerformAction("tiny", "paused")).outcome()).isEqualTo(OrderOutcome.DONE);
        // Both began before b, and had as long to join.
        assertThat(a.nodes()).extracting(NodeView::name).containsExactly("b");
        assertThat(stranger.nodes()).isEmpty();
        assertThat(plain.nodes()).isEmpty();
    }
}
