package org.masque.ops.cluster;

import com.google.errorprone.annotations.MustBeClosed;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.masque.actors.cluster.ClusterSettings;
import org.masque.actors.cluster.ControlCluster;
import org.masque.actors.cluster.NodeView;
import org.masque.ops.UsageException;
import org.masque.ops.api.AuditLog;
import org.masque.ops.control.Runs;
import org.masque.ops.health.PortInUseException;
import org.masque.ops.metrics.ClusterMetrics;

/** A daemon's part in a cluster, or in none. Close it to leave. */
public final class Membership implements Closeable {
    private final Runs runs;
    private final Optional<String> place;
    private final @Nullable ControlCluster cluster;

    private Membership(Runs runs, Optional<String> place, @Nullable ControlCluster cluster) {
        this.runs = runs;
        this.place = place;
        this.cluster = cluster;
    }

    /** Of a daemon that stands alone. */
    @MustBeClosed
    public static Membership none(Runs local) {
        return new Membership(local, Optional.empty(), null);
    }

    /**
     * Takes part from now on; whether other nodes are there shows later.
     *
     * @param settings whose folder need not exist
     * @param local the daemon's own runs
     * @param audit hears of all that other nodes ask for
     * @param registry exports who is there
     * @param elsewhere below it are the folders of other nodes' runs; nothing is ever there
     * @throws PortInUseException if the port is taken
     * @throws UsageException if the address is not of this machine
     * @throws IOException if the folder cannot be used
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // the membership closes it
    public static Membership join(
            ClusterSettings settings, Runs local, AuditLog audit, PrometheusRegistry registry, Path elsewhere)
            throws IOException {
        requireFree(new InetSocketAddress(settings.host(), settings.port()));
        Files.createDirectories(settings.folder());
        ClusterMetrics metrics = new ClusterMetrics(registry);
        ControlCluster cluster = ControlCluster.start(settings, new LocalNode(local, audit), metrics::messageRejected);
        metrics.watch(() -> cluster.nodes().stream().map(NodeView::state).toList(), cluster::generation);
        String place = settings.name() + " of the cluster at " + settings.host() + ":" + settings.port()
                + (settings.tls().isPresent() ? " with TLS" : " without TLS");
        return new Membership(new ClusterRuns(local, OtherNodes.of(cluster), elsewhere), Optional.of(place), cluster);
    }

    // Pekko does not say why it could not bind.
    private static void requireFree(InetSocketAddress address) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(address);
        } catch (BindException refused) {
            if (String.valueOf(refused.getMessage()).contains("in use")) {
                throw new PortInUseException(address, "give --cluster another one", refused);
            }
            throw new UsageException("--cluster: cannot listen on " + address + ": " + refused.getMessage()
                    + "; give an address of this machine");
        }
    }

    /** The daemon's runs, and those of the other nodes. */
    public Runs runs() {
        return runs;
    }

    /** Name and place of this node for a person; empty for a daemon that stands alone. */
    public Optional<String> place() {
        return place;
    }

    @Override
    public void close() {
        if (cluster != null) {
            cluster.close();
        }
    }
}
