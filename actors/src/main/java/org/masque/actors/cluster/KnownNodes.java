package org.masque.actors.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.masque.actors.cluster.DirectoryMessage.RunsPublished;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The other nodes and their runs, as far as this node knows. Safe for several threads; outlives the actor system, so
 * that what is known survives when the cluster is lost.
 *
 * <p>Of two that claim a name, only the one of the greater generation is listened to: the other is an older start of
 * the same node, or was set up with a name that is taken.
 */
final class KnownNodes {
    private static final Logger LOG = LoggerFactory.getLogger(KnownNodes.class);

    // By address, in the order in which they were first seen.
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Set<String> contested = new TreeSet<>();

    private static final class Node {
        private NodeIdentity identity;
        private long uid;
        private MemberState state = MemberState.JOINING;
        private long revision = -1;
        private int leftOut;
        private List<RunReport> runs = List.of();

        Node(String address) {
            identity = new NodeIdentity(authority(address), address, 0);
        }

        NodeView view() {
            return new NodeView(identity.name(), identity.address(), identity.generation(), state, leftOut, runs);
        }
    }

    /** The part of an address that a person knows, {@code host:port}. */
    static String authority(String address) {
        return address.substring(address.indexOf('@') + 1);
    }

    /**
     * The cluster says how a node stands. That an earlier start at its address is gone may be told after the next one
     * was seen, and is not heard then.
     *
     * @param uid differs between two starts at one address
     */
    synchronized void memberIs(String address, long uid, MemberState state) {
        Node node = nodes.computeIfAbsent(address, Node::new);
        if (!state.gone() || node.uid == uid) {
            node.uid = uid;
            node.state = state;
        }
    }

    /** This node is out of the cluster: the others may be there or not. */
    synchronized void allLost() {
        for (Node node : nodes.values()) {
            if (!node.state.gone()) {
                node.state = MemberState.LOST;
            }
        }
    }

    /** Whether what this node says is to be heard: a member, and no older one than another of its name. */
    synchronized boolean listensTo(NodeIdentity from, NodeIdentity self) {
        Node node = nodes.get(from.address());
        if (node == null || node.state.gone()) {
            return false;
        }
        if (from.name().equals(self.name())) {
            contest(from, self);
            return false;
        }
        for (Node other : nodes.values()) {
            if (other.identity.name().equals(from.name()) && other.identity.generation() > from.generation()) {
                contest(from, other.identity);
                return false;
            }
        }
        return true;
    }

    private void contest(NodeIdentity from, NodeIdentity taken) {
        if (contested.add(from.name() + " " + from.address())) {
            LOG.error(
                    "the node at {} calls itself {}, which is the name of the one at {}: it is not listened to; give it"
                            + " another name",
                    authority(from.address()),
                    from.name(),
                    authority(taken.address()));
        }
    }

    /** A node that is listened to tells its runs; what is older than known is left out. */
    synchronized void published(RunsPublished message) {
        NodeIdentity from = message.from();
        Node node = nodes.computeIfAbsent(from.address(), Node::new);
        boolean sameStart = node.identity.generation() == from.generation();
        if (from.generation() < node.identity.generation() || (sameStart && message.revision() <= node.revision)) {
            return;
        }
        // The same node at another address is here now.
        nodes.values().removeIf(other -> other != node && other.identity.name().equals(from.name()));
        node.identity = from;
        node.revision = message.revision();
        node.leftOut = message.leftOut();
        node.runs = message.runs();
    }

    /** All of them. */
    synchronized List<NodeView> views() {
        List<NodeView> views = new ArrayList<>();
        for (Node node : nodes.values()) {
            views.add(node.view());
        }
        return List.copyOf(views);
    }

    /** The node of a name. */
    Optional<NodeView> named(String name) {
        return views().stream().filter(view -> view.name().equals(name)).findFirst();
    }

    /** Those that are not gone. */
    List<NodeView> present() {
        return views().stream().filter(view -> !view.state().gone()).toList();
    }
}
