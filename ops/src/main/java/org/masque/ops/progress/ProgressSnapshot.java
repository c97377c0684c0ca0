package org.masque.ops.progress;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far a run is.
 *
 * @param step steps so far, those left out included
 * @param totalSteps steps of the whole run
 * @param epoch passes over the data so far
 * @param loss averaged over the last steps
 * @param imagesPerSecond averaged likewise
 * @param left expected time until the last step; null as long as too few steps were measured to tell
 * @param dataWaitShare share of the time that workers stood still for want of images, 0 to 1
 * @param maskWaitShare the same for want of masks
 * @param mapsAgeEpochs epochs since the maps in use were made; NaN if none are in use
 */
public record ProgressSnapshot(
        long step,
        long totalSteps,
        double epoch,
        double loss,
        double imagesPerSecond,
        @Nullable Duration left,
        double dataWaitShare,
        double maskWaitShare,
        double mapsAgeEpochs) {}
