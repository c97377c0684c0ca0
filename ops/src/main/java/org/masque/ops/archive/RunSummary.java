package org.masque.ops.archive;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
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
 * @param loss of the last step alone
 * @param recent how the last steps went; in JSON its fields stand among these
 * @param features that {@code knn} and {@code linear} are of: the recipe's first
 * @param knn of the last evaluation, 0 to 1
 * @param linear of the last evaluation, 0 to 1
 * @param lossOf the same text for runs whose losses may be compared, see {@link LossKind}
 * @param stage {@code training}, then {@code evaluating} or {@code finishing} when all steps are done; null at the end
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
        @JsonUnwrapped RecentSteps recent,
        @Nullable String features,
        @Nullable Double knn,
        @Nullable Double linear,
        @Nullable String lossOf,
        @Nullable String stage,
        @Nullable String end,
        @Nullable String message,
        @Nullable String note) {
    /** Of a run whose folder cannot be read. */
    public static RunSummary unknown(String name) {
        return new RunSummary(
                name,
                null,
                null,
                null,
                null,
                0,
                null,
                null,
                null,
                null,
                RecentSteps.NONE,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
