package org.masque.ops.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Keys of nodes at 127.0.0.1 and the authority that signs them, made as docs/cluster.md says. */
public final class NodeKeys {
    private static final String PASSWORD = "changeit";

    private final Path folder;

    private NodeKeys(Path folder) {
        this.folder = folder;
    }

    /** Makes an authority, {@code trust.p12} and the file of the password in a folder. */
    public static NodeKeys in(Path folder) throws IOException, InterruptedException {
        NodeKeys keys = new NodeKeys(folder);
        Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        keys.keytool("-genkeypair -alias authority -keyalg EC -dname CN=authority -ext bc:c -keystore authority.p12");
        keys.keytool("-exportcert -alias authority -file authority.crt -keystore authority.p12");
        keys.keytool("-importcert -noprompt -alias authority -file authority.crt -keystore trust.p12");
        return keys;
    }

    /** The options of a node, for which a key is made that the authority has signed. */
    public List<String> options(String node) throws IOException, InterruptedException {
        return options(node, "san=ip:127.0.0.1");
    }

    /** The options of a node whose certificate has an extension. */
    public List<String> options(String node, String extension) throws IOException, InterruptedException {
        String store = " -keystore " + node + ".p12";
        keytool("-genkeypair -alias node -keyalg EC -dname CN=" + node + store);
        keytool("-certreq -alias node -file node.csr" + store);
        keytool("-gencert -alias authority -infile node.csr -outfile node.crt -keystore authority.p12 -ext "
                + extension);
        keytool("-importcert -noprompt -alias authority -file authority.crt" + store);
        keytool("-importcert -alias node -file node.crt" + store);
        return List.of(
                "--cluster-keys",
                file(node + ".p12"),
                "--cluster-trust",
                file("trust.p12"),
                "--cluster-password-file",
                file("password"));
    }

    String file(String name) {
        return folder.resolve(name).toString();
    }

    private void keytool(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.add("-J-XX:TieredStopAtLevel=1");
        command.addAll(List.of(arguments.split(" ")));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
