package org.masque.ops.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who asked for what change, and what became of it: one JSON object a line.
 *
 * <p>At 16 MiB the file becomes {@code *.1}, and the one before it is dropped. A disk that takes no line is told to the
 * log, and the request goes on: somebody may want to stop a run because the disk is full. Safe for several threads.
 */
public final class AuditLog {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final long LARGEST = 16L << 20;

    private final ObjectMapper json = new ObjectMapper();
    private final Path file;
    private final Clock clock;

    /** Appends to a file, which need not exist. */
    public AuditLog(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /**
     * Writes a line.
     *
     * @param remote address of the caller
     * @param call method and path
     * @param operation its id; empty where none came to be
     * @param outcome for instance {@code accepted}, {@code refused}, {@code done}
     * @param detail for a person
     */
    public synchronized void write(String remote, String call, String operation, String outcome, String detail) {
        Map<String, String> line = new LinkedHashMap<>();
        line.put("time", clock.instant().toString());
        line.put("remote", remote);
        line.put("call", call);
        line.put("operation", operation);
        line.put("outcome", outcome);
        line.put("detail", detail);
        try {
            makeRoom();
            Files.writeString(
                    file,
                    json.writeValueAsString(line) + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException full) {
            LOG.error("{} took no line for {} from {}: {}", file, call, remote, full.toString());
        }
    }

    private void makeRoom() throws IOException {
        if (Files.exists(file) && Files.size(file) > LARGEST) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
