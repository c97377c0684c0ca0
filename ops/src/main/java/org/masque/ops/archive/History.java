package org.masque.ops.archive;

import java.util.List;
import java.util.Map;

/**
 * A run over its steps, in columns: {@code N} points, each of one step or of several in a row.
 *
 * @param run its name
 * @param step the last step of each point, length N
 * @param epoch passes over the data after it, length N
 * @param time when, in seconds since 1970, length N
 * @param series by name: {@code loss}, {@code learningRate}, {@code gradientNorm}, {@code imagesPerSecond},
 *     {@code mapAge} in epochs, {@code readyBatches}; and as shares of the step's time {@code dataWait},
 *     {@code maskWait}, {@code forward}, {@code backward}, {@code reduce}, {@code update}, {@code rest}, which add up
 *     to 1
 * @param evaluations the earliest first
 * @param events the earliest first, the last thousand
 */
public record History(
        String run,
        long[] step,
        double[] epoch,
        double[] time,
        Map<String, Series> series,
        List<Evaluation> evaluations,
        List<RunEvent> events) {}
