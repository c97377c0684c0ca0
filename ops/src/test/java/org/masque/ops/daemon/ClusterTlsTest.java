package org.masque.ops.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.masque.ops.cluster.NodeKeys;

/** Daemons with certificates, and one without, each in a JVM of its own. */
@Tag("slow")
@Tag("process")
class ClusterTlsTest {
    @TempDir
    private Path folder;

    private ServedCluster cluster;

    @BeforeEach
    void start() throws Exception {
        NodeKeys keys = NodeKeys.in(Files.createDirectories(folder.resolve("keys")));
        cluster = new ServedCluster(folder);
        cluster.launch("a", keys.options("a"));
        cluster.launch("stranger", List.of());
        cluster.launch("b", keys.options("b"));
    }

    @AfterEach
    void stop() throws IOException {
        cluster.close();
    }

    @Test
    void whoHasACertificateJoinsAndWhoHasNoneDoesNotNorDoesRubbish() throws Exception {
        cluster.daemon("a").awaitAnswer();
        cluster.daemon("b").awaitAnswer();
        cluster.daemon("stranger").awaitAnswer();
        // What would keep a node without TLS busy for ever: a size below zero.
        throwAt(cluster.port("a"), new byte[] {'M', 'A', 'S', 'Q', 1, -4, -1, -1, -1});
        throwAt(cluster.port("a"), new byte[] {22, 3, 1, -1, -1, 1, 0, 0, 0});

        cluster.awaitMembers("a", "up", 2);
        cluster.awaitMembers("b", "up", 2);

        // The stranger began before b, and had as long to join.
        assertThat(cluster.members("stranger", "joining")).isZero();
        assertThat(cluster.members("stranger", "up")).isEqualTo(1);
        assertThat(cluster.members("a", "joining")).isZero();
        assertThat(cluster.daemon("a").printed()).contains("Node a of the cluster at", "with TLS");
    }

    private static void throwAt(int port, byte[] beginning) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                OutputStream output = socket.getOutputStream()) {
            output.write(beginning);
            output.write(new byte[1 << 16]);
        } catch (SocketException closed) {
            // The other side had enough.
            assertThat(closed).isNotNull();
        }
    }
}
