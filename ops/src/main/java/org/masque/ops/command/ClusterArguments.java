package org.masque.ops.command;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.masque.actors.cluster.ClusterSettings;
import org.masque.actors.cluster.ClusterTls;
import org.masque.actors.cluster.TlsFiles;
import org.masque.ops.UsageException;
import picocli.CommandLine.Option;

/** Whether and how a daemon takes part in a cluster. */
final class ClusterArguments {
    // Longer than a run may take to save.
    private static final Duration ORDER_TIMEOUT = Duration.ofMinutes(5);
    private static final Pattern PLACE = Pattern.compile("([^:\\s]+):([0-9]{1,5})");

    @Option(
            names = "--cluster",
            paramLabel = "HOST:PORT",
            description =
                    "Takes part in a cluster of daemons: the address where this one listens, and where the others reach"
                            + " it. Without TLS only an address of loopback. Without this option the daemon stands alone.")
    private @Nullable String place;

    @Option(
            names = "--cluster-join",
            paramLabel = "HOST:PORT",
            split = ",",
            description =
                    "The nodes to ask, the same list in the same order on all nodes. Only the first of it may begin a"
                            + " cluster; without a list this one may.")
    private List<String> seeds = new ArrayList<>();

    @Option(
            names = "--cluster-name",
            paramLabel = "NAME",
            description = "This node's name, unique among all nodes (default: the name of the machine).")
    private @Nullable String name;

    @Option(
            names = "--cluster-keys",
            paramLabel = "FILE",
            description = "For TLS: this node's key and certificate, PKCS#12.")
    private @Nullable Path keys;

    @Option(
            names = "--cluster-trust",
            paramLabel = "FILE",
            description = "For TLS: the authority that signed all nodes' certificates, PKCS#12.")
    private @Nullable Path trust;

    @Option(
            names = "--cluster-password-file",
            paramLabel = "FILE",
            description = "For TLS: holds the password of both files.")
    private @Nullable Path passwordFile;

    /**
     * What the options say.
     *
     * @param memory where the node keeps what it remembers
     * @return empty if the daemon stands alone
     * @throws UsageException if they make no sense, or a file of them cannot be used
     */
    Optional<ClusterSettings> settings(Path memory) {
        if (place == null) {
            requireNothingElse();
            return Optional.empty();
        }
        Matcher matcher = PLACE.matcher(place);
        if (!matcher.matches()) {
            throw new UsageException("--cluster " + place + " is not HOST:PORT, for instance 127.0.0.1:9466");
        }
        String host = matcher.group(1);
        InetAddress address = resolved(host);
        Optional<ClusterTls> tls = tls(host);
        if (!address.isLoopbackAddress() && tls.isEmpty()) {
            throw new UsageException("--cluster " + place + " is reached from other machines, and whoever reaches it"
                    + " steers all runs: give --cluster-keys, --cluster-trust and --cluster-password-file, or listen on"
                    + " 127.0.0.1");
        }
        try {
            return Optional.of(new ClusterSettings(
                    name == null ? machine() : name,
                    host,
                    Integer.parseInt(matcher.group(2)),
                    seeds,
                    tls,
                    memory,
                    ORDER_TIMEOUT));
        } catch (IllegalArgumentException nonsense) {
            throw new UsageException("--cluster, --cluster-join, --cluster-name: " + nonsense.getMessage());
        }
    }

    private void requireNothingElse() {
        if (!seeds.isEmpty() || Stream.of(name, keys, trust, passwordFile).anyMatch(Objects::nonNull)) {
            throw new UsageException("the options --cluster-... want --cluster HOST:PORT, where this node listens");
        }
    }

    private static InetAddress resolved(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            if (address.isAnyLocalAddress()) {
                throw new UsageException("--cluster " + host
                        + ": name the one address under which the other nodes reach this one, not all of them");
            }
            return address;
        } catch (UnknownHostException unknown) {
            throw new UsageException("--cluster: the host " + host + " cannot be resolved");
        }
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            throw new UsageException("this machine has no name that can be resolved: give --cluster-name");
        }
    }

    private Optional<ClusterTls> tls(String host) {
        if (keys == null && trust == null && passwordFile == null) {
            return Optional.empty();
        }
        if (keys == null || trust == null || passwordFile == null) {
            throw new UsageException(
                    "TLS of the cluster wants all three of --cluster-keys, --cluster-trust, --cluster-password-file");
        }
        ClusterTls tls = new ClusterTls(keys, trust, password(passwordFile));
        List<String> problems = TlsFiles.problems(tls, host);
        if (!problems.isEmpty()) {
            throw new UsageException("TLS of the cluster: " + String.join("; ", problems));
        }
        return Optional.of(tls);
    }

    private static String password(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new UsageException("--cluster-password-file " + file + " cannot be read: " + unreadable);
        }
    }
}
