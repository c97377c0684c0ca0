package org.masque.ops.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.masque.ops.Masque;
import org.masque.ops.control.RefusedException;
import org.masque.ops.control.RunAction;
import org.masque.ops.control.Submission;

/**
 * Three daemons, each in a JVM of its own, that see and steer each other's runs; and what becomes of one that fails.
 */
@Tag("slow")
@Tag("process")
class ClusterTest {
    private static final int LONG = 1_000_000;
    private static final String SHARED = "shared";
    // Of a silence that is over after 9 seconds by the settings; the machine may be busy.
    private static final Duration NOTICED = Duration.ofSeconds(25);

    @TempDir
    static Path folder;

    private static ServedCluster cluster;

    @BeforeAll
    static void start() throws IOException {
        cluster = new ServedCluster(folder);
        for (String name : List.of("a", "b", "c")) {
            cluster.launch(name, List.of());
        }
        daemon("b").awaitAnswer();
        daemon("b").submit(SHARED, LONG);
    }

    @AfterAll
    static void stop() throws IOException {
        cluster.close();
    }

    // Each test leaves them so.
    @BeforeEach
    void allAreThereAndTheSharedRunGoesOn() {
        cluster.awaitUp(3);
        daemon("a").awaitStatus("shared@b", "running");
    }

    private static ServedDaemon daemon(String name) {
        return cluster.daemon(name);
    }

    private static String said(String node, String... arguments) {
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said, true);
        Stream<String> home = Stream.of("--home", daemon(node).home.path().toString());
        Masque.commandLine()
                .setOut(writer)
                .setErr(writer)
                .execute(Stream.concat(Stream.of(arguments), home).toArray(String[]::new));
        return said.toString();
    }

    @Test
    void oneDaemonSeesAndSteersTheRunsOfTheOthers() throws Exception {
        Path recipe = daemon("a").recipe("sent", LONG);
        assertThat(daemon("a").client().submit(new Submission("sent@c", recipe.toString(), List.of())))
                .isEqualTo("sent is queued");
        daemon("a").awaitStatus("sent@c", "running");

        assertThat(said("a", "list")).contains("shared@b", "on node b in", "sent@c", "on node c in");
        assertThat(said("a", "pause", "shared@b")).contains("shared@b: paused after step");
        assertThat(daemon("b").statusOf(SHARED)).isEqualTo("paused");
        daemon("c").awaitStatus("shared@b", "paused");
        assertThat(said("c", "checkpoint", "shared@b")).contains("is on disk");
        assertThat(said("c", "resume", "shared@b")).contains("goes on after step");
        daemon("a").awaitStatus("shared@b", "running");
        assertThat(said("a", "stop", "sent@c")).contains("ended: stopped");
        assertThat(said("b", "watch", "sent@c")).contains("stopped on node c in");
        assertThat(Files.readString(daemon("b").home.audit()))
                .contains("\"remote\":\"node a\",\"call\":\"POST /api/runs/shared/pause\"", "\"outcome\":\"done\"");
    }

    @Test
    void whatCannotBeDoneFromElsewhereIsRefusedClearly() {
        assertThat(said("a", "logs", "shared@b"))
                .contains("what shared@b leaves behind is on node b: ask the daemon there");
        assertThat(said("a", "stop", SHARED))
                .contains("there is no run shared on node a; on another it is called shared@b");
        assertThat(said("a", "stop", "shared@c")).contains("there is no run shared@c");
    }

    @Test
    void aNodeThatIsKilledIsMissedItsRunGoesOnAndItComesBack() throws Exception {
        daemon("b").awaitCheckpoint(SHARED, 20);
        ProcessHandle child = daemon("b").child(SHARED);
        double generation = cluster.metric("b", "masque_generation");

        daemon("b").kill();
        long killed = System.nanoTime();

        daemon("a").awaitStatus("shared@b", "unreachable");
        cluster.awaitMembers("a", "lost", 1);
        cluster.awaitMembers("c", "lost", 1);
        assertThat(System.nanoTime() - killed).isLessThan(NOTICED.toNanos());
        assertThatThrownBy(() -> daemon("a").perform("shared@b", RunAction.PAUSE))
                .isInstanceOf(RefusedException.class)
                .hasMessage("node b is lost and cannot be asked");
        long saved = NewestCheckpoint.step(daemon("b").home.run(SHARED));
        daemon("b").awaitCheckpoint(SHARED, saved + 1);

        daemon("b").startAgain();

        cluster.awaitUp(3);
        daemon("a").awaitStatus("shared@b", "running");
        assertThat(daemon("b").child(SHARED).pid()).isEqualTo(child.pid());
        assertThat(cluster.metric("b", "masque_generation")).isEqualTo(generation + 1);
        assertThat(daemon("c").perform("shared@b", RunAction.CHECKPOINT)).contains("is on disk");
    }

    // The first of the list: the others go on without it, and it must find them again.
    @Test
    void aNodeThatIsHaltedIsMissedAndJoinsAgainWhenItGoesOn() throws Exception {
        double generation = cluster.metric("a", "masque_generation");

        daemon("a").signal("STOP");
        try {
            cluster.awaitMembers("b", "lost", 1);
            cluster.awaitMembers("c", "lost", 1);
            assertThat(daemon("c").perform("shared@b", RunAction.PAUSE)).startsWith("paused after step");
        } finally {
            daemon("a").signal("CONT");
        }

        cluster.awaitUp(3);
        daemon("a").awaitStatus("shared@b", "paused");
        assertThat(cluster.metric("a", "masque_generation")).isGreaterThan(generation);
        assertThat(daemon("a").perform("shared@b", RunAction.RESUME)).startsWith("goes on after step");
    }

    // It is the first of the list, is left alone, and begins a cluster of its own; the others have theirs still.
    @Test
    void aNodeThatSeesNobodyForAWhileFindsTheClusterOfTheOthersWhenItSeesThemAgain() throws Exception {
        double generation = cluster.metric("a", "masque_generation");
        daemon("b").signal("STOP");
        daemon("c").signal("STOP");
        try {
            cluster.awaitMembers("a", "lost", 2);
            // Out of the cluster, and in one of its own.
            String alone = "node a is a member, generation " + (long) (generation + 1);
            await(alone)
                    .atMost(ServedDaemon.PATIENCE)
                    .until(() -> daemon("a").printed().contains(alone));
        } finally {
            daemon("b").signal("CONT");
            daemon("c").signal("CONT");
        }

        cluster.awaitUp(3);
        daemon("a").awaitStatus("shared@b", "running");
        assertThat(cluster.metric("a", "masque_generation")).isEqualTo(generation + 2);
        assertThat(daemon("a").perform("shared@b", RunAction.CHECKPOINT)).contains("is on disk");
    }

    @Test
    void whoeverThrowsRubbishAtThePortDisturbsNobody() throws Exception {
        for (long seed = 0; seed < 60; seed++) {
            throwAt(cluster.port(List.of("a", "b", "c").get((int) (seed % 3))), seed);
        }

        assertThat(daemon("c").perform("shared@b", RunAction.CHECKPOINT)).contains("is on disk");
        for (String name : List.of("a", "b", "c")) {
            assertThat(cluster.members(name, "up")).as(name).isEqualTo(3);
            assertThat(daemon(name).status("/readyz")).as(name).isEqualTo(200);
        }
    }

    // Some begin as a connection of another Pekko does, with sizes of all kinds.
    private static void throwAt(int port, long seed) throws IOException {
        byte[] bytes = new byte[1 << 16];
        new SplittableRandom(seed).nextBytes(bytes);
        if (seed % 2 == 0) {
            byte[] beginning = {'A', 'K', 'K', 'A', 1};
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
}
