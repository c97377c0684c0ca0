package org.masque.ops.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumMap;
import java.util.Map;

/** Some steps in a row as one point: of each measure the mean, the least and the most. */
final class Bucket {
    private final long firstStep;
    private long lastStep;
    private double epoch;
    private double time;
    private final Map<Measure, Spread> spreads = new EnumMap<>(Measure.class);

    private Bucket(long firstStep) {
        this.firstStep = firstStep;
    }

    /**
     * One step.
     *
     * @param epoch passes over the data after it
     * @param time seconds since 1970
     */
    static Bucket of(JsonNode step, double epoch, double time) {
        Bucket bucket = new Bucket(step.path("step").asLong());
        bucket.lastStep = bucket.firstStep;
        bucket.epoch = epoch;
        bucket.time = time;
        for (Measure measure : Measure.values()) {
            bucket.spread(measure).add(measure.of(step), measure.weight(step));
        }
        return bucket;
    }

    private Spread spread(Measure measure) {
        return spreads.computeIfAbsent(measure, first -> new Spread());
    }

    /** A copy that may be added to. */
    Bucket copy() {
        Bucket copy = new Bucket(firstStep);
        copy.append(this);
        return copy;
    }

    /** Takes in the steps that follow. */
    void append(Bucket later) {
        lastStep = later.lastStep;
        epoch = later.epoch;
        time = later.time;
        later.spreads.forEach((measure, spread) -> spread(measure).add(spread));
    }

    long firstStep() {
        return firstStep;
    }

    long lastStep() {
        return lastStep;
    }

    double epoch() {
        return epoch;
    }

    double time() {
        return time;
    }

    /** NaN if no step has the measure. */
    float mean(Measure measure) {
        return spread(measure).mean();
    }

    float least(Measure measure) {
        return spread(measure).least();
    }

    float most(Measure measure) {
        return spread(measure).most();
    }
}
