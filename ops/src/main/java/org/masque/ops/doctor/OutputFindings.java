package org.masque.ops.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether a run could write its folder and open its port. */
final class OutputFindings {
    private static final String OUTPUT = "output";
    // A checkpoint of the base model with its optimiser state, and the next one beside it.
    private static final long COMFORTABLE_BYTES = 4L << 30;

    private OutputFindings() {}

    static List<Finding> of(Path runs, int httpPort) {
        return List.of(folder(runs.toAbsolutePath()), port(httpPort));
    }

    private static Finding folder(Path runs) {
        Path existing = runs;
        while (!Files.exists(existing)) {
            existing = existing.getParent() == null ? existing.getRoot() : existing.getParent();
        }
        if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
            return Finding.problem(
                    OUTPUT, "folder", runs + ": user " + System.getProperty("user.name") + " cannot write " + existing);
        }
        try {
            long free = Files.getFileStore(existing).getUsableSpace();
            String value = runs + ", free " + Quantity.bytes(free);
            return free >= COMFORTABLE_BYTES
                    ? Finding.fact(OUTPUT, "folder", value)
                    : Finding.warning(OUTPUT, "folder", value + ": checkpoints of the base model may not fit");
        } catch (IOException unreadable) {
            return Finding.warning(OUTPUT, "folder", runs + ": free space unknown: " + unreadable.getMessage());
        }
    }

    private static Finding port(int httpPort) {
        try (ServerSocket probe = new ServerSocket(httpPort, 1, InetAddress.getLoopbackAddress())) {
            return Finding.fact(
                    OUTPUT,
                    "metrics port",
                    httpPort + " free: " + probe.getInetAddress().getHostAddress());
        } catch (IOException taken) {
            return Finding.warning(
                    OUTPUT, "metrics port", httpPort + ": " + taken.getMessage() + "; set http.port to 0 or another");
        }
    }
}
