package org.masque.ops.health;

import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.exporter.httpserver.MetricsHandler;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /metrics}, {@code /healthz} and {@code /readyz} to Prometheus and to a supervisor.
 *
 * <p>Few threads and a short queue: a storm of requests slows its senders, not the training. How long a dawdling client
 * is borne with is set by the JDK's {@code sun.net.httpserver.maxReqTime}, in the launcher. Close it to free the port.
 */
public final class HealthServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HealthServer.class);
    private static final int THREADS = 2;
    private static final int QUEUE = 32;
    private static final int BACKLOG = 64;

    private final HttpServer server;
    private final ThreadPoolExecutor threads;

    private HealthServer(HttpServer server, ThreadPoolExecutor threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Binds and begins to answer.
     *
     * @param address where to listen; port 0 takes any free one
     * @throws PortInUseException if the port is taken
     * @throws IOException if the address cannot be listened on for another reason
     */
    public static HealthServer start(InetSocketAddress address, PrometheusRegistry metrics, RunHealth health)
            throws IOException {
        HttpServer server = bind(address);
        ThreadPoolExecutor threads = threads();
        server.setExecutor(threads);
        server.createContext("/metrics", new ReadOnlyPath("/metrics", new MetricsHandler(metrics)));
        server.createContext(
                "/healthz", new ReadOnlyPath("/healthz", new HealthHandler(HealthHandler.Question.ALIVE, health)));
        server.createContext(
                "/readyz", new ReadOnlyPath("/readyz", new HealthHandler(HealthHandler.Question.READY, health)));
        server.start();
        if (!address.getAddress().isLoopbackAddress()) {
            LOG.warn("metrics and health are open to the network on {}, without a token", server.getAddress());
        }
        return new HealthServer(server, threads);
    }

    private static HttpServer bind(InetSocketAddress address) throws IOException {
        if (address.isUnresolved()) {
            throw new IOException("http.host: cannot resolve " + address.getHostString());
        }
        try {
            return HttpServer.create(address, BACKLOG);
        } catch (BindException refused) {
            // The JDK has one exception for a taken port, a foreign address and a forbidden port.
            if (String.valueOf(refused.getMessage()).contains("in use")) {
                throw new PortInUseException(address, refused);
            }
            throw new IOException("cannot listen on " + address + ": " + refused.getMessage(), refused);
        }
    }

    // With the queue full the server's only accepting thread answers itself, and so accepts no more.
    private static ThreadPoolExecutor threads() {
        return new ThreadPoolExecutor(
                THREADS,
                THREADS,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(QUEUE),
                task -> {
                    Thread thread = new Thread(task, "masque-http");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.CallerRunsPolicy());
    }

    /** The port that it listens on, also if any free one was asked for. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Stops answering at once and frees the port. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
