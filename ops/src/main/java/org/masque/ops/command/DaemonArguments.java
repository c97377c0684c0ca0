package org.masque.ops.command;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.masque.ops.daemon.DaemonClient;
import org.masque.ops.daemon.DaemonHome;
import picocli.CommandLine.Option;

/** Which daemon a command asks. */
final class DaemonArguments {
    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "The daemon's home (default: MASQUE_DAEMON_HOME, or .masque in your home).")
    private @Nullable Path home;

    @Option(names = "--url", paramLabel = "URL", description = "The daemon's address (default: as its home says).")
    private @Nullable String url;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "The daemon's token (default: the one in its home); needed with a URL of another machine.")
    private @Nullable Path tokenFile;

    DaemonHome home() {
        return home == null ? DaemonHome.usual() : new DaemonHome(home);
    }

    DaemonClient client() throws IOException {
        return DaemonClient.find(home(), url, tokenFile);
    }
}
