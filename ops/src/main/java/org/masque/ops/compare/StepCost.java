package org.masque.ops.compare;

import com.fasterxml.jackson.databind.JsonNode;
import org.masque.config.MaskingKind;
import org.masque.config.MaskingSettings;
import org.masque.config.Recipe;
import org.masque.config.RefreshKind;

/**
 * What training costs in seconds.
 *
 * @param step from one step to the next, waiting included, maps left out
 * @param refresh of all maps while training waits; 0 where it does not
 */
record StepCost(double step, double refresh) {
    /** Reads what a comparison has noted; a number alone is the note of one that knew no refreshes. */
    static StepCost of(JsonNode noted) {
        return noted.isNumber()
                ? new StepCost(noted.asDouble(), 0)
                : new StepCost(
                        noted.get("step").asDouble(), noted.get("refresh").asDouble());
    }

    /** The seconds of so many steps of a recipe, in epochs of {@code perEpoch} steps. */
    double seconds(Recipe recipe, long steps, long perEpoch) {
        return steps * step + refreshes(recipe, (steps + perEpoch - 1) / perEpoch) * refresh;
    }

    /** How often so many epochs of a recipe wait for maps. */
    static long refreshes(Recipe recipe, long epochs) {
        MaskingSettings masking = recipe.masking();
        boolean waits = masking.strategy().needs() == MaskingKind.Needs.MAP && masking.refresh() == RefreshKind.BARRIER;
        long last = epochs - 1 - masking.startEpoch();
        return waits && last >= 0 ? last / masking.refreshInterval() + 1 : 0;
    }

    /** The most steps, at least 1, that some seconds are enough for, to the nearest step. */
    long steps(Recipe recipe, double seconds, long perEpoch) {
        long enough = 1;
        long tooMany = Math.max(1, Math.round(seconds / step)) + 1;
        while (enough < tooMany - 1) {
            long middle = (enough + tooMany) / 2;
            if (seconds(recipe, middle, perEpoch) <= seconds + step / 2) {
                enough = middle;
            } else {
                tooMany = middle;
            }
        }
        return enough;
    }
}
