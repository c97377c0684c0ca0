package org.masque.ops.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.masque.ops.ExitCode;
import org.masque.ops.Masque;
import org.masque.ops.cluster.NodeKeys;

/** Options of {@code masque serve} that make no sense end it with 64, and say why. */
class ClusterArgumentsTest {
    @TempDir
    private Path folder;

    private String refused(List<String> options) {
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said, true);
        List<String> arguments = new ArrayList<>(
                List.of("serve", "--port", "0", "--home", folder.resolve("home").toString()));
        arguments.addAll(options);
        int code = Masque.commandLine().setOut(writer).setErr(writer).execute(arguments.toArray(String[]::new));
        assertThat(code).as(said.toString()).isEqualTo(ExitCode.USAGE.number());
        return said.toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --cluster here                                                    | is not HOST:PORT
                    --cluster 127.0.0.1:0                                             | port 0 is not in 1..65535
                    --cluster 127.0.0.1:70000                                         | port 70000 is not in 1..65535
                    --cluster 0.0.0.0:9466                                            | name the one address
                    --cluster 192.0.2.1:9466                                          | is reached from other machines
                    --cluster nowhere.invalid:9466                                    | cannot be resolved
                    --cluster 127.0.0.1:9466 --cluster-join 127.0.0.1                 | seed node '127.0.0.1' is not host:port
                    --cluster 127.0.0.1:9466 --cluster-name a@b                       | node name 'a@b'
                    --cluster-join 127.0.0.1:9466                                     | want --cluster HOST:PORT
                    --cluster 127.0.0.1:9466 --cluster-keys none.p12                  | wants all three
                    --cluster 127.0.0.1:9466 --cluster-keys none.p12 --cluster-trust none.p12 --cluster-password-file none | cannot be read
                    """)
    void whatMakesNoSenseIsRefusedWithTheRemedy(String options, String message) {
        assertThat(refused(List.of(options.split(" ", -1)))).contains(message);
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(refused(List.of("--cluster", "127.0.0.1:" + taken.getLocalPort(), "--cluster-name", "a")))
                    .contains("port " + taken.getLocalPort() + " in use", "give --cluster another one");
        }
    }

    // --- files of TLS

    private String refusedTls(List<String> options) {
        return refused(Stream.concat(Stream.of("--cluster", "127.0.0.1:9466"), options.stream())
                .toList());
    }

    @Test
    void filesOfTlsThatTheOtherNodesWouldNotBelieveAreRefusedWithTheReason() throws Exception {
        NodeKeys ours = NodeKeys.in(Files.createDirectories(folder.resolve("ours")));
        NodeKeys theirs = NodeKeys.in(Files.createDirectories(folder.resolve("theirs")));
        List<String> right = ours.options("right");
        List<String> foreign = new ArrayList<>(theirs.options("foreign"));
        foreign.set(3, right.get(3));
        List<String> noKeys = new ArrayList<>(right);
        noKeys.set(1, right.get(3));

        assertThat(refusedTls(ours.options("moved", "san=dns:gpu-1.example.org")))
                .contains("does not name 127.0.0.1", "it names [gpu-1.example.org]");
        assertThat(refusedTls(foreign)).contains("foreign.p12", "does not vouch for its certificate");
        assertThat(refusedTls(noKeys)).contains("trust.p12 holds no key with a certificate");

        Files.writeString(Path.of(right.get(5)), "another password");
        assertThat(refusedTls(right)).contains("right.p12: the password is wrong", "trust.p12: the password is wrong");
        Files.writeString(Path.of(right.get(1)), "no keys");
        assertThat(refusedTls(right)).contains("right.p12 is no PKCS#12 file");
    }
}
