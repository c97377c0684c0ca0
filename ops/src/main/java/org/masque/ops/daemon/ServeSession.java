package org.masque.ops.daemon;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.masque.actors.cluster.ClusterSettings;
import org.masque.model.checkpoint.Preflight;
import org.masque.model.checkpoint.RunLock;
import org.masque.ops.ExitCode;
import org.masque.ops.api.ApiServer;
import org.masque.ops.api.AuditLog;
import org.masque.ops.cluster.Membership;
import org.masque.ops.control.ServedAddress;
import org.masque.ops.run.StopSignals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a daemon in the foreground: lock, token, daemon, server, signals. */
public final class ServeSession {
    private static final Logger LOG = LoggerFactory.getLogger(ServeSession.class);

    private final DaemonSettings settings;
    private final InetSocketAddress address;
    private final Optional<ClusterSettings> cluster;
    private final PrintWriter out;

    /**
     * A session.
     *
     * @param address where to listen; port 0 takes any free one
     * @param cluster how it takes part in one, if it does
     * @param out for a person
     */
    public ServeSession(
            DaemonSettings settings, InetSocketAddress address, Optional<ClusterSettings> cluster, PrintWriter out) {
        this.settings = settings;
        this.address = address;
        this.cluster = cluster;
        this.out = out;
    }

    /**
     * Serves until a signal comes.
     *
     * @throws IOException if the home cannot be read or written, or the address not be listened on
     */
    public ExitCode run() throws IOException {
        DaemonHome home = settings.home();
        Preflight.requireWritable(home.path());
        home.create();
        try (RunLock lock = RunLock.acquire(home.path())) {
            LOG.debug("holding {}", lock);
            serve(home);
            return ExitCode.TERMINATED;
        }
    }

    private void serve(DaemonHome home) throws IOException {
        Clock clock = Clock.systemUTC();
        String token = home.tokenMade();
        Daemon daemon = new Daemon(settings, token, clock);
        daemon.load();
        AuditLog audit = new AuditLog(home.audit(), clock);
        CountDownLatch asked = new CountDownLatch(1);
        try (Membership membership = member(daemon, audit);
                ApiServer server = ApiServer.start(
                        address,
                        new ApiServer.Content(
                                daemon.metrics().registry(),
                                daemon.health(),
                                membership.runs(),
                                audit,
                                Optional.of(token)));
                StopSignals signals = StopSignals.listen(asked::countDown, ServeSession::halt)) {
            LOG.debug("listening: {}", signals);
            daemon.start();
            ServedAddress served = ServedAddress.ofThisProcess(address.getHostString(), server.port());
            served.writeTo(home.path());
            out.println("Serving at " + served.url() + " with " + settings.slots() + " slot(s); the token is in "
                    + home.token() + ", everything else in " + home.path());
            membership.place().ifPresent(place -> out.println("Node " + place));
            out.flush();
            awaitSignal(asked);
            out.println("Stopping: runs finish their step and save; they go on at the next start.");
            out.flush();
            daemon.stop();
            ServedAddress.removeFrom(home.path());
        }
    }

    @MustBeClosed
    private Membership member(Daemon daemon, AuditLog audit) throws IOException {
        if (cluster.isEmpty()) {
            return Membership.none(daemon);
        }
        return Membership.join(
                cluster.get(),
                daemon,
                audit,
                daemon.metrics().registry(),
                settings.home().elsewhere());
    }

    private static void awaitSignal(CountDownLatch asked) {
        try {
            asked.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    // The runs have heard the first signal and save on their own; the next daemon finds them.
    private static void halt() {
        Runtime.getRuntime().halt(ExitCode.RESTART.number());
    }
}
