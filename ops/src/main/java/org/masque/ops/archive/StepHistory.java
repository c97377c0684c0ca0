package org.masque.ops.archive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * All steps of a run in a bounded number of points.
 *
 * <p>When they become too many, neighbours are joined, so that a point stands for twice as many steps; extremes stay.
 */
final class StepHistory {
    private final int capacity;
    private final List<Bucket> buckets = new ArrayList<>();
    private int stepsPerBucket = 1;
    private int inLast;

    /** Keeps this many points at most, at least 2. */
    StepHistory(int capacity) {
        this.capacity = capacity;
    }

    /** Takes the next step in. */
    void add(Bucket step) {
        if (inLast > 0 && inLast < stepsPerBucket) {
            buckets.get(buckets.size() - 1).append(step);
            inLast++;
            return;
        }
        if (buckets.size() == capacity) {
            joinNeighbours();
        }
        buckets.add(step);
        inLast = 1;
    }

    private void joinNeighbours() {
        List<Bucket> joined = joined(buckets, 2);
        buckets.clear();
        buckets.addAll(joined);
        stepsPerBucket *= 2;
    }

    /**
     * Forgets all steps after this one: the run goes on from there, and does them again. A point in which it lies goes
     * too, since it cannot be parted.
     */
    void goBackTo(long step) {
        buckets.removeIf(bucket -> bucket.lastStep() > step);
        inLast = 0;
    }

    boolean isEmpty() {
        return buckets.isEmpty();
    }

    /** The last point; there must be one. */
    Bucket last() {
        return buckets.get(buckets.size() - 1);
    }

    /** The points, joined to so many at most. */
    List<Bucket> points(int most) {
        int each = (buckets.size() + most - 1) / Math.max(1, most);
        return each <= 1 ? List.copyOf(buckets) : joined(buckets, each);
    }

    private static List<Bucket> joined(List<Bucket> buckets, int each) {
        List<Bucket> joined = new ArrayList<>();
        for (int from = 0; from < buckets.size(); from += each) {
            Bucket sum = buckets.get(from).copy();
            buckets.subList(from + 1, Math.min(buckets.size(), from + each)).forEach(sum::append);
            joined.add(sum);
        }
        return joined;
    }

    /** The points as columns. */
    static Map<String, Series> series(List<Bucket> points) {
        Map<String, Series> series = new LinkedHashMap<>();
        for (Measure measure : Measure.values()) {
            series.put(
                    measure.label(),
                    new Series(
                            column(points, point -> point.mean(measure)),
                            column(points, point -> point.least(measure)),
                            column(points, point -> point.most(measure))));
        }
        return series;
    }

    private static float[] column(List<Bucket> points, ToDoubleFunction<Bucket> value) {
        float[] column = new float[points.size()];
        for (int i = 0; i < column.length; i++) {
            column[i] = (float) value.applyAsDouble(points.get(i));
        }
        return column;
    }
}
