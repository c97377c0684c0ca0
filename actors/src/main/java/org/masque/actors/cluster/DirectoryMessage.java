package org.masque.actors.cluster;

import java.util.List;
import org.masque.actors.wire.WireMessage;

/**
 * What the directories of two nodes say to each other. A field more or less is another message, with a new manifest.
 */
public sealed interface DirectoryMessage extends RunDirectory.Command, WireMessage {
    /** Who says it. */
    NodeIdentity from();

    /**
     * The runs of the node that says so, all of them that it tells.
     *
     * @param revision greater than in what it said before
     * @param leftOut runs that ended long ago and are not told
     * @param runs the latest first
     */
    record RunsPublished(NodeIdentity from, long revision, int leftOut, List<RunReport> runs)
            implements DirectoryMessage {
        public RunsPublished {
            runs = List.copyOf(runs);
        }
    }

    /**
     * Asks the receiver to do something to a run of its own.
     *
     * @param id of this order among those of the asking node
     */
    record CarryOutOrder(NodeIdentity from, long id, RunOrder order) implements DirectoryMessage {}

    /**
     * The answer to an order.
     *
     * @param id of the order
     * @param reason a word that is only carried, of a refusal; else empty
     * @param text for a person
     */
    record OrderAnswered(NodeIdentity from, long id, OrderOutcome outcome, String reason, String text)
            implements DirectoryMessage {}

    /** Asks a node that is no member here which cluster it is in. */
    record AskCluster(NodeIdentity from) implements DirectoryMessage {}

    /**
     * The answer of a node that is in one.
     *
     * @param members addresses of that cluster's nodes, the one that says so among them
     */
    record ClusterTold(NodeIdentity from, List<String> members) implements DirectoryMessage {
        public ClusterTold {
            members = List.copyOf(members);
        }
    }
}
