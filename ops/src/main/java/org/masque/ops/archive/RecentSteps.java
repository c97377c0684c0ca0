package org.masque.ops.archive;

import org.jspecify.annotations.Nullable;

/**
 * How a run went over its last steps, about 20 of them, as the terminal averages them; null before the first step of
 * this start.
 *
 * @param smoothedLoss the average of the steps' losses
 * @param imagesPerSecond trained on
 * @param dataWait share of the time without views, 0 to 1
 * @param maskWait share of the time with views but without states, 0 to 1
 * @param secondsLeft until the last step, by the pace of these steps; null where all steps are done
 * @param leftIsGuess whether too little was measured to trust that: fewer than 20 steps, or less than 5 seconds
 */
public record RecentSteps(
        @Nullable Double smoothedLoss,
        @Nullable Double imagesPerSecond,
        @Nullable Double dataWait,
        @Nullable Double maskWait,
        @Nullable Double secondsLeft,
        @Nullable Boolean leftIsGuess) {
    static final RecentSteps NONE = new RecentSteps(null, null, null, null, null, null);
}
