package org.masque.actors.cluster;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** This node's own runs. No method blocks; an actor calls them. */
public interface NodeRuns {
    /** All, the latest first; runs that must not be left out when there are too many come before others. */
    List<RunReport> reports();

    /**
     * Does as another node asks. Refusals are answers; a stage that fails is told as {@link OrderOutcome#FAILED}.
     *
     * @param node that asks, by its name
     */
    CompletionStage<OrderAnswer> carryOut(String node, RunOrder order);
}
