package org.masque.actors.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How this node takes part.
 *
 * @param name of this node, unique among the nodes; letters, digits, dots, dashes and underscores
 * @param host on which it listens and under which the others reach it
 * @param port likewise
 * @param seeds each {@code host:port}, nodes to join; the same list in the same order on all nodes. Only the first of
 *     them may begin a cluster alone. Empty: this node begins one
 * @param tls absent: anybody who reaches the port is believed
 * @param folder keeps this node's generation and the members it has seen; exists
 * @param orderTimeout how long the answer of another node is awaited
 */
public record ClusterSettings(
        String name,
        String host,
        int port,
        List<String> seeds,
        Optional<ClusterTls> tls,
        Path folder,
        Duration orderTimeout) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern SEED = Pattern.compile("[^:\\s]+:[0-9]{1,5}");
    private static final int LAST_PORT = 65_535;

    public ClusterSettings {
        seeds = List.copyOf(seeds);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "node name '" + name + "': letters, digits, dots, dashes and underscores only, 63 at most");
        }
        if (host.isBlank()) {
            throw new IllegalArgumentException("the cluster's host is empty");
        }
        if (port < 1 || port > LAST_PORT) {
            throw new IllegalArgumentException("cluster port " + port + " is not in 1.." + LAST_PORT);
        }
        for (String seed : seeds) {
            if (!SEED.matcher(seed).matches()) {
                throw new IllegalArgumentException("seed node '" + seed + "' is not host:port");
            }
        }
    }

    /** This node as the others reach it. */
    String authority() {
        return host + ":" + port;
    }
}
