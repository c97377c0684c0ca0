package org.masque.ops.command;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.masque.ops.UsageException;
import org.masque.ops.daemon.DaemonHome;
import org.masque.ops.daemon.DaemonSettings;
import org.masque.ops.daemon.RestartPause;
import org.masque.ops.daemon.ServeSession;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code masque serve}: the daemon. */
@Command(
        name = "serve",
        description = "Takes runs into a queue and trains them one after another, each in a process of its own.",
        footer = {
            "",
            "Give it runs with masque submit, or drop recipe files into HOME/inbox. SIGTERM lets all runs save and ends"
                    + " with 143; the next start goes on with them. A second signal ends it at once."
        })
public final class ServeCommand implements Callable<Integer> {
    private static final int LAST_PORT = 65_535;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description =
                    "Where it keeps queue, token and runs (default: MASQUE_DAEMON_HOME, or .masque in your home).")
    private @Nullable Path home;

    @Option(
            names = "--slots",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "How many runs go on at once; run N gets GPU N, if there are any (default: ${DEFAULT-VALUE}).")
    private int slots;

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Where it listens (default: ${DEFAULT-VALUE}).")
    private String host;

    @Option(
            names = "--port",
            defaultValue = "9465",
            description = "The port, 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--jvm",
            paramLabel = "OPTION",
            description = "One more option of the runs' JVMs, for instance --jvm=-Xmx4g; may be repeated.")
    private List<String> jvm = new ArrayList<>();

    @Option(
            names = "--stop-seconds",
            paramLabel = "N",
            defaultValue = "240",
            description = "How long runs may take to save when the daemon stops (default: ${DEFAULT-VALUE}).")
    private int stopSeconds;

    @ArgGroup(exclusive = false, heading = "%nSeveral nodes that see and steer each other's runs:%n")
    private ClusterArguments cluster = new ClusterArguments();

    @Override
    public Integer call() throws IOException {
        if (slots < 1) {
            throw new UsageException("--slots " + slots + ": at least 1");
        }
        if (port < 0 || port > LAST_PORT) {
            throw new UsageException("--port " + port + ": a port is 0 to " + LAST_PORT);
        }
        DaemonHome place = home == null ? DaemonHome.usual() : new DaemonHome(home);
        DaemonSettings settings =
                new DaemonSettings(place, slots, jvmOptions(), RestartPause.USUAL, Duration.ofSeconds(stopSeconds));
        return new ServeSession(
                        settings,
                        new InetSocketAddress(host, port),
                        cluster.settings(place.cluster()),
                        spec.commandLine().getOut())
                .run()
                .number();
    }

    // As this JVM, but for agents: a debugger's port is taken, and a profiler's file too.
    private List<String> jvmOptions() {
        List<String> options =
                new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
        options.removeIf(option -> option.startsWith("-javaagent:") || option.startsWith("-agent"));
        options.addAll(jvm);
        return options;
    }
}
