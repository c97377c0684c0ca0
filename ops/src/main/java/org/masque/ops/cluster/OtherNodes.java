package org.masque.ops.cluster;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.masque.actors.cluster.ControlCluster;
import org.masque.actors.cluster.NodeView;
import org.masque.actors.cluster.OrderAnswer;
import org.masque.actors.cluster.RunOrder;

/** The other nodes of the cluster, as far as {@link ClusterRuns} needs them. */
public interface OtherNodes {
    /** This node's name. */
    String self();

    /** The others, those that are gone too. */
    List<NodeView> nodes();

    /** Asks one of them for something. */
    CompletionStage<OrderAnswer> place(String node, RunOrder order);

    /** Those of a cluster. */
    static OtherNodes of(ControlCluster cluster) {
        return new OtherNodes() {
            @Override
            public String self() {
                return cluster.name();
            }

            @Override
            public List<NodeView> nodes() {
                return cluster.nodes();
            }

            @Override
            public CompletionStage<OrderAnswer> place(String node, RunOrder order) {
                return cluster.place(node, order);
            }
        };
    }
}
