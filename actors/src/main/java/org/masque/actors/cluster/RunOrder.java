package org.masque.actors.cluster;

import java.util.List;

/** What a node is asked to do. */
public sealed interface RunOrder {
    /**
     * To do something to a run.
     *
     * @param run its name on that node
     * @param action a word that is only carried
     */
    record PerformAction(String run, String action) implements RunOrder {}

    /**
     * To put a run into its queue.
     *
     * @param name of the run; empty: the recipe's
     * @param recipe of that name or path on that node
     * @param settings each {@code key=value}
     */
    record SubmitRun(String name, String recipe, List<String> settings) implements RunOrder {
        public SubmitRun {
            settings = List.copyOf(settings);
        }
    }
}
