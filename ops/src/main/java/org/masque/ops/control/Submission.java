package org.masque.ops.control;

import java.util.List;

/**
 * A run to be put into the queue.
 *
 * @param name of the run; empty: the recipe's
 * @param recipe the name of a built-in recipe, or the path of a file that the daemon can read
 * @param settings each {@code key=value}, as after {@code --set}
 */
public record Submission(String name, String recipe, List<String> settings) {
    public Submission {
        settings = List.copyOf(settings);
    }
}
