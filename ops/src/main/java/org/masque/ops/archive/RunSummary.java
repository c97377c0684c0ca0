package org.masque.ops.archive;

import org.jspecify.annotations.Nullable;

/**
 * Where a run stands, in one line of a list; null for what its folder does not say.
 *
 * @param name of the run and its folder
 * @param method for instance {@code attention, normalized-pixels}
 * @param data what it trains on
 * @param started when it began for the first time, ISO 8601
 * @param updated when it last wrote into its log, ISO 8601
 * @param step steps so far
 * @param totalSteps of the whole run
 * @param epoch passes over the data so far
 * @param epochs of the whole run
 * @param loss mean of the last steps
 * @param imagesPerSecond over the last steps
 * @param secondsLeft by the pace of the last steps
 * @param knn of the last evaluation, the better features, 0 to 1
 * @param linear of the last evaluation, the better features, 0 to 1
 * @param end how it ended, for instance {@code finished}; null while it goes on or after a kill
 * @param message what it said at its end
 * @param note of its recipe
 */
public record RunSummary(
        String name,
        @Nullable String method,
        @Nullable String data,
        @Nullable String started,
        @Nullable String updated,
        long step,
        @Nullable Long totalSteps,
        @Nullable Double epoch,
        @Nullable Integer epochs,
        @Nullable Float loss,
        @Nullable Float imagesPerSecond,
        @Nullable Double secondsLeft,
        @Nullable Double knn,
        @Nullable Double linear,
        @Nullable String end,
        @Nullable String message,
        @Nullable String note) {
    /** Of a run whose folder cannot be read. */
    public static RunSummary unknown(String name) {
        return new RunSummary(
                name, null, null, null, null, 0, null, null, null, null, null, null, null, null, null, null, null);
    }
}
