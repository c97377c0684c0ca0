package org.masque.ops.deployment;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.masque.ops.control.ServedAddress;

/**
 * {@code masque serve} in a process of its own, without runs, as the only node of a cluster.
 *
 * @param process the JVM
 * @param port of its metrics
 */
record DaemonProcess(Process process, int port) {
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofMinutes(1);

    /** Starts it and waits until it answers. */
    static DaemonProcess start(Path folder) throws IOException {
        Path home = folder.resolve("home");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "--add-exports=java.base/jdk.internal.module=ALL-UNNAMED",
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.masque.ops.Masque",
                        "serve",
                        "--home",
                        home.toString(),
                        "--port",
                        "0",
                        "--cluster",
                        "127.0.0.1:" + freePort(),
                        "--cluster-name",
                        "a")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile())
                .start();
        await().atMost(START)
                .ignoreExceptions()
                .until(() -> ServedAddress.in(home).isPresent());
        URI url = URI.create(ServedAddress.in(home).orElseThrow().url());
        return new DaemonProcess(process, url.getPort());
    }

    // Other nodes would have to know it beforehand.
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Stops it as systemd does, and returns its exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return process.exitValue();
    }
}
