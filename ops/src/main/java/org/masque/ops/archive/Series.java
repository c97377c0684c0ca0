package org.masque.ops.archive;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;

/**
 * A measure over the points of a history; NaN, null in JSON, where no step of the point has it.
 *
 * @param mean over the steps of each point
 * @param min the least of each point
 * @param max the most of each point
 */
public record Series(
        @JsonSerialize(using = NumbersOrNull.class) float[] mean,
        @JsonSerialize(using = NumbersOrNull.class) float[] min,
        @JsonSerialize(using = NumbersOrNull.class) float[] max) {}
