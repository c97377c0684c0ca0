package org.masque.ops.archive;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest step of a run.
 *
 * @param step its number
 * @param epoch passes over the data after it
 * @param time in seconds since 1970
 * @param values by the names of {@link History}'s series; null where the step has none
 */
public record StepNews(long step, double epoch, double time, Map<String, @Nullable Float> values) {
    static StepNews of(Bucket bucket) {
        Map<String, @Nullable Float> values = new LinkedHashMap<>();
        for (Measure measure : Measure.values()) {
            float mean = bucket.mean(measure);
            values.put(measure.label(), Float.isFinite(mean) ? mean : null);
        }
        return new StepNews(bucket.lastStep(), bucket.epoch(), bucket.time(), values);
    }
}
