package org.masque.ops.run;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import org.masque.config.HttpSettings;
import org.masque.ops.api.AccessToken;
import org.masque.ops.api.ApiServer;
import org.masque.ops.api.AuditLog;
import org.masque.ops.control.ServedAddress;
import org.masque.ops.health.RunHealth;
import org.masque.ops.metrics.RunMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server of a run in the foreground, and its address in the run's folder. */
final class RunServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunServer.class);

    private final ApiServer server;
    private final ServedAddress address;
    private final Path folder;

    private RunServer(ApiServer server, ServedAddress address, Path folder) {
        this.server = server;
        this.address = address;
        this.folder = folder;
    }

    /** Begins to answer. */
    @MustBeClosed
    static RunServer start(
            HttpSettings settings, Path folder, RunMetrics metrics, RunHealth health, ForegroundRun run, Clock clock)
            throws IOException {
        ApiServer server = ApiServer.start(
                new InetSocketAddress(settings.host(), settings.port()),
                new ApiServer.Content(
                        metrics.registry(),
                        health,
                        run,
                        new AuditLog(folder.resolve("audit.jsonl"), clock),
                        AccessToken.fromEnvironment()));
        ServedAddress address = ServedAddress.ofThisProcess(settings.host(), server.port());
        try {
            address.writeTo(folder);
        } catch (IOException failure) {
            server.close();
            throw failure;
        }
        return new RunServer(server, address, folder);
    }

    /** Where it answers, without a path. */
    String url() {
        return address.url();
    }

    @Override
    public void close() {
        try {
            ServedAddress.removeFrom(folder);
        } catch (IOException left) {
            LOG.warn("the address of this run stays in {}: {}", folder, left.toString());
        }
        server.close();
    }
}
