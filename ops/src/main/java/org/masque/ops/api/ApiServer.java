package org.masque.ops.api;

import com.typesafe.config.ConfigFactory;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import org.masque.ops.control.Runs;
import org.masque.ops.health.Health;
import org.masque.ops.health.PortInUseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /metrics}, {@code /healthz} and {@code /readyz}, the control API and the page.
 *
 * <p>Has an actor system of its own with few threads: what is asked here takes as little as may be from the training,
 * and ends with this server. Close it to free the port.
 */
public final class ApiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final int FILE_THREADS = 2;
    private static final int FILE_QUEUE = 1024;
    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    private final ActorSystem system;
    private final ThreadPoolExecutor files;
    private final SharedKillSwitch connections;
    private final InetSocketAddress address;

    /**
     * What is served.
     *
     * @param metrics for {@code /metrics}
     * @param health for {@code /healthz} and {@code /readyz}
     * @param runs for the rest
     * @param audit hears of every call that changes something
     * @param token that {@code /api} demands, if any
     */
    public record Content(
            PrometheusRegistry metrics, Health health, Runs runs, AuditLog audit, Optional<String> token) {}

    private ApiServer(
            ActorSystem system, ThreadPoolExecutor files, SharedKillSwitch connections, InetSocketAddress address) {
        this.system = system;
        this.files = files;
        this.connections = connections;
        this.address = address;
    }

    /**
     * Binds and begins to answer.
     *
     * @param address where to listen; port 0 takes any free one
     * @throws PortInUseException if the port is taken
     * @throws IOException if the address cannot be listened on for another reason
     */
    public static ApiServer start(InetSocketAddress address, Content content) throws IOException {
        return start(address, content, Limits.USUAL);
    }

    static ApiServer start(InetSocketAddress address, Content content, Limits limits) throws IOException {
        requireFree(address);
        ThreadPoolExecutor files = files();
        ActorSystem system = ActorSystem.create("masque-http", ConfigFactory.load("masque-api"));
        SharedKillSwitch connections = KillSwitches.shared("connections");
        Access access = new Access(address, content.token());
        List<Route> routes = Routes.all(content, limits, files);
        FrontDoor door = new FrontDoor(system, access, routes, limits, files, content.audit());
        Connections server = new Connections(system, door, limits, connections);
        try {
            InetSocketAddress bound = server.bind(address);
            warnIfOpen(bound, content.token());
            return new ApiServer(system, files, connections, bound);
        } catch (CompletionException failure) {
            files.shutdownNow();
            system.terminate();
            throw new IOException("cannot listen on " + address + ": " + failure.getCause(), failure);
        }
    }

    /**
     * Checks that an address could be listened on now; Pekko does not say why it could not bind.
     *
     * @throws PortInUseException if the port is taken
     * @throws IOException if the address cannot be listened on for another reason
     */
    public static void requireFree(InetSocketAddress address) throws IOException {
        if (address.isUnresolved()) {
            throw new IOException("http.host: cannot resolve " + address.getHostString());
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(address);
        } catch (BindException refused) {
            // The JDK has one exception for a taken port, a foreign address and a forbidden port.
            if (String.valueOf(refused.getMessage()).contains("in use")) {
                throw new PortInUseException(address, refused);
            }
            throw new IOException("cannot listen on " + address + ": " + refused.getMessage(), refused);
        }
    }

    private static void warnIfOpen(InetSocketAddress bound, Optional<String> token) {
        if (!Access.isLoopback(bound.getAddress()) && token.isEmpty()) {
            LOG.warn(
                    "{} is open to the network without a token: everybody can read what is served there, and nobody can"
                            + " steer a run; put a token into a file and name it in {}",
                    bound,
                    AccessToken.VARIABLE);
        }
    }

    private static ThreadPoolExecutor files() {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(
                FILE_THREADS, FILE_THREADS, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(FILE_QUEUE), task -> {
                    Thread thread = new Thread(task, "masque-http-files-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** The address that it listens on, with the port also if any free one was asked for. */
    public InetSocketAddress address() {
        return address;
    }

    /** The port. */
    public int port() {
        return address.getPort();
    }

    /** Stops answering and frees the port. */
    @Override
    public void close() {
        connections.shutdown();
        try {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().get(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            LOG.warn("the HTTP server did not end within {} s", LONGEST_END.toSeconds(), late);
        }
        files.shutdownNow();
    }
}
