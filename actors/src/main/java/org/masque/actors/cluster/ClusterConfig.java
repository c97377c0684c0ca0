package org.masque.actors.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Pekko's configuration of a node: {@code masque-cluster.conf} and what the settings say. */
final class ClusterConfig {
    /** All nodes have this name of the actor system. */
    static final String SYSTEM = "masque";

    private static final String ARTERY = "pekko.remote.artery.";
    private static final String SSL = ARTERY + "ssl.config-ssl-engine.";

    private ClusterConfig() {}

    /**
     * The configuration of a start.
     *
     * @param remembered members of former times, each {@code host:port}
     */
    static Config of(ClusterSettings settings, Set<String> remembered) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(ARTERY + "canonical.hostname", settings.host());
        values.put(ARTERY + "canonical.port", settings.port());
        values.put("pekko.cluster.seed-nodes", seeds(settings, remembered));
        settings.tls().ifPresent(tls -> putTls(values, tls));
        return ConfigFactory.parseMap(values, "settings of the cluster")
                .withFallback(ConfigFactory.load("masque-cluster"));
    }

    /**
     * Whom to ask, in order. A node that may begin a cluster alone is the first of its own list; it asks the others for
     * some seconds before it does. So members of former times keep a seed that starts again from beginning a second
     * cluster beside the one that went on without it.
     */
    static List<String> seeds(ClusterSettings settings, Set<String> remembered) {
        Set<String> authorities = new LinkedHashSet<>(settings.seeds());
        if (authorities.isEmpty()) {
            authorities.add(settings.authority());
        }
        authorities.addAll(remembered);
        List<String> addresses = new ArrayList<>();
        for (String authority : authorities) {
            addresses.add("pekko://" + SYSTEM + "@" + authority);
        }
        return addresses;
    }

    private static void putTls(Map<String, Object> values, ClusterTls tls) {
        values.put(ARTERY + "transport", "tls-tcp");
        values.put(SSL + "key-store", tls.keyStore().toString());
        values.put(SSL + "trust-store", tls.trustStore().toString());
        values.put(SSL + "key-store-password", tls.password());
        values.put(SSL + "key-password", tls.password());
        values.put(SSL + "trust-store-password", tls.password());
    }
}
