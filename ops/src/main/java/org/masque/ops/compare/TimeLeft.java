package org.masque.ops.compare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.masque.ops.progress.ProgressLine;

/**
 * How long the runs that are left will take, evaluations included: each as long as the last one of its recipe, or,
 * where that was not run yet, as those that were on average.
 */
final class TimeLeft {
    private final List<PlannedRun> missing;
    private final Map<String, Duration> took = new HashMap<>();

    /**
     * Begins.
     *
     * @param missing runs that are neither trained nor evaluated
     */
    TimeLeft(List<PlannedRun> missing) {
        this.missing = new ArrayList<>(missing);
    }

    /** A run is done, or was done before. */
    void passed(PlannedRun run, Duration time) {
        if (missing.remove(run)) {
            took.put(run.contender(), time);
        }
    }

    /** For a person: nothing before a run was timed. */
    String text() {
        String runs = missing.size() == 1 ? "the last run" : missing.size() + " runs";
        return took.isEmpty() ? "" : ": about " + ProgressLine.clock(left()) + " left for " + runs;
    }

    private Duration left() {
        Duration known = took.values().stream().reduce(Duration.ZERO, Duration::plus);
        Duration average = known.dividedBy(took.size());
        return missing.stream()
                .map(run -> took.getOrDefault(run.contender(), average))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
