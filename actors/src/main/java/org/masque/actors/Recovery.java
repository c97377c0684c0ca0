package org.masque.actors;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a run remembers of its losses and bad steps. It is part of the cursor, so that a run that was killed decides as
 * one that was not.
 *
 * @param losses of the last applied steps under the present masks, oldest first
 * @param badInARow steps up to here that changed no weight, since they were bad
 * @param rollbacks oldest first
 */
public record Recovery(List<Double> losses, int badInARow, List<Rollback> rollbacks) {
    /** Nothing has happened yet. */
    public static final Recovery NONE = new Recovery(List.of(), 0, List.of());

    /**
     * One return to a checkpoint, for good: these steps are never taken again.
     *
     * @param first step that is left out, 0-based
     * @param last step that is left out
     * @param rateFactor of the learning rate from the first of them on
     */
    public record Rollback(long first, long last, double rateFactor) {}

    public Recovery {
        losses = List.copyOf(losses);
        rollbacks = List.copyOf(rollbacks);
    }

    /** After a step that was applied; so many losses are kept. */
    Recovery applied(double loss, int window) {
        List<Double> kept = new ArrayList<>(losses.subList(Math.max(0, losses.size() - window + 1), losses.size()));
        kept.add(loss);
        return new Recovery(kept, 0, rollbacks);
    }

    /** After a step that was left out since it was bad. */
    Recovery bad() {
        return new Recovery(losses, badInARow + 1, rollbacks);
    }

    /** Other masks make another task: its losses are not to be compared with those before. */
    Recovery taskChanged() {
        return new Recovery(List.of(), badInARow, rollbacks);
    }

    /** As it was at a checkpoint, but for what was learnt since. */
    Recovery backAt(Recovery checkpoint, Rollback newest) {
        List<Rollback> all = new ArrayList<>(rollbacks);
        all.add(newest);
        return new Recovery(checkpoint.losses(), 0, all);
    }

    /** Whether a step, 0-based, is never to be taken again. */
    boolean leavesOut(long step) {
        return rollbacks.stream().anyMatch(each -> each.first() <= step && step <= each.last());
    }

    /** What the learning rate of a step, 0-based, is multiplied by. */
    double rateFactor(long step) {
        return rollbacks.stream()
                .filter(each -> each.first() <= step)
                .mapToDouble(Rollback::rateFactor)
                .reduce(1, (one, other) -> one * other);
    }

    /** The median of the losses, the lower of two in the middle; empty while there are fewer than a window of them. */
    OptionalDouble median(int window) {
        if (losses.size() < window) {
            return OptionalDouble.empty();
        }
        List<Double> sorted = new ArrayList<>(losses);
        Collections.sort(sorted);
        return OptionalDouble.of(sorted.get((sorted.size() - 1) / 2));
    }
}
