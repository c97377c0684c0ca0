package org.masque.actors.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.masque.actors.cluster.DirectoryMessage.ClusterTold;

/**
 * Decides when nodes that are missed are asked whether they have a cluster of their own by now, and which of the two
 * gives way.
 *
 * <p>A first node of the list that was cut off begins a cluster alone, and the others go on without it: once the
 * network is back, no side looks for the other by itself. The smaller side gives way, which costs it nothing but its
 * membership; of two of one size, the one with the lowest address stays, as when they parted. Both sides come to the
 * same verdict from the same two lists. Used by one actor at a time; outlives it.
 */
final class Reunion {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final String self;
    private final Set<String> expected;
    private final Consumer<ClusterTold> giveWay;
    private final LongSupplier nanoTime;
    private final Set<String> asked = new HashSet<>();

    private Set<String> missed = Set.of();
    private Duration pause = FIRST_PAUSE;
    private long nextLook;
    private boolean gaveWay;

    /**
     * Begins with nobody missed.
     *
     * @param self this node's address
     * @param expected addresses of the nodes that it was told of or knew in earlier times
     * @param giveWay called once, to leave this cluster for the one that was told of; must not block
     */
    Reunion(String self, Collection<String> expected, Consumer<ClusterTold> giveWay, LongSupplier nanoTime) {
        this.self = self;
        this.expected = Set.copyOf(expected);
        this.giveWay = giveWay;
        this.nanoTime = nanoTime;
    }

    /**
     * Whom to look for now; to be called about once a second while this node is a member. A new loss is given some
     * seconds to end by itself, and the pauses after it become longer.
     */
    List<String> due(List<NodeView> nodes) {
        Set<String> now = missing(nodes);
        long time = nanoTime.getAsLong();
        if (!now.equals(missed)) {
            missed = now;
            pause = FIRST_PAUSE;
            nextLook = time + pause.toNanos();
            return List.of();
        }
        if (now.isEmpty() || gaveWay || time - nextLook < 0) {
            return List.of();
        }
        pause = longer(pause);
        nextLook = time + pause.toNanos();
        return List.copyOf(now);
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    /** This node is no member, or not yet: nobody is missed. */
    void notNow() {
        missed = Set.of();
    }

    /** A question goes to a node: its answer will be heard. */
    void asks(String address) {
        asked.add(address);
    }

    /** Whether a node that is no member may be told of this cluster: a stranger may not. */
    boolean knows(String address, List<NodeView> nodes) {
        return expected.contains(address)
                || nodes.stream().anyMatch(node -> node.address().equals(address));
    }

    /** A node says which cluster it is in. */
    void told(ClusterTold message, List<NodeView> nodes) {
        if (asked.remove(message.from().address())
                && !gaveWay
                && givesWay(members(nodes), new TreeSet<>(message.members()))) {
            gaveWay = true;
            giveWay.accept(message);
        }
    }

    /** The members of this node's cluster, itself among them. */
    NavigableSet<String> members(List<NodeView> nodes) {
        NavigableSet<String> members = new TreeSet<>(Set.of(self));
        nodes.stream()
                .filter(node -> !node.state().gone())
                .map(NodeView::address)
                .forEach(members::add);
        return members;
    }

    // One that left on purpose is not missed.
    private Set<String> missing(List<NodeView> nodes) {
        Set<String> missing = new TreeSet<>(expected);
        missing.remove(self);
        for (NodeView node : nodes) {
            if (node.state() == MemberState.LOST) {
                missing.add(node.address());
            } else {
                missing.remove(node.address());
            }
        }
        return missing;
    }

    // Who is in both is on the way from one to the other: then there is nothing to decide.
    private static boolean givesWay(NavigableSet<String> here, NavigableSet<String> there) {
        if (there.isEmpty() || !Collections.disjoint(here, there)) {
            return false;
        }
        return here.size() == there.size() ? there.first().compareTo(here.first()) < 0 : there.size() > here.size();
    }
}
