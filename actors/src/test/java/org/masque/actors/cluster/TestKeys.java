package org.masque.actors.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An authority and certificates that it signs, made by the JDK's keytool. */
final class TestKeys {
    private static final String PASSWORD = "changeit";

    private final Path folder;

    /** Makes an authority in a folder. */
    TestKeys(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        keytool(
                "authority.p12",
                "-genkeypair",
                "-alias",
                "authority",
                "-keyalg",
                "EC",
                "-dname",
                "CN=authority",
                "-ext",
                "bc:c");
        keytool("authority.p12", "-exportcert", "-alias", "authority", "-file", file("authority.crt"));
        keytool("trust.p12", "-importcert", "-noprompt", "-alias", "authority", "-file", file("authority.crt"));
    }

    /** A key and certificate of a node at 127.0.0.1. */
    ClusterTls node(String name) throws IOException, InterruptedException {
        String store = name + ".p12";
        keytool(store, "-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=" + name);
        keytool(store, "-certreq", "-alias", name, "-file", file(name + ".csr"));
        keytool(
                "authority.p12",
                "-gencert",
                "-alias",
                "authority",
                "-infile",
                file(name + ".csr"),
                "-outfile",
                file(name + ".crt"),
                "-ext",
                "san=ip:127.0.0.1");
        keytool(store, "-importcert", "-noprompt", "-alias", "authority", "-file", file("authority.crt"));
        keytool(store, "-importcert", "-noprompt", "-alias", name, "-file", file(name + ".crt"));
        return new ClusterTls(folder.resolve(store), folder.resolve("trust.p12"), PASSWORD);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private void keytool(String store, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-J-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", file(store), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
    }
}
