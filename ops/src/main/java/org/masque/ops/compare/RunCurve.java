package org.masque.ops.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a run's loss fell, from its log.
 *
 * <p>Steps that were taken back, since the run went back to a checkpoint, have no place on the curve, but their time
 * was spent: the next step has it. Steps that were done again after a kill count once; what the kill cost is no
 * method's.
 *
 * @param steps in order, each step once
 * @param refreshes of maps, in their order
 * @param trained steps in all, those that were taken back included
 */
record RunCurve(List<Step> steps, List<Refresh> refreshes, long trained) {
    /**
     * One step.
     *
     * @param number steps so far
     * @param loss of the step
     * @param seconds of training so far
     */
    record Step(long number, double loss, double seconds) {}

    /**
     * All maps were made anew.
     *
     * @param after how many steps
     * @param seconds that it took
     */
    record Refresh(long after, double seconds) {}

    /**
     * Reads {@code log.jsonl} and the older files beside it. Of a step that was done again after a kill the last time
     * counts; a line that a kill cut off is passed over.
     */
    static RunCurve read(Path runFolder) throws IOException {
        LoggedSteps logged = new LoggedSteps();
        for (Path file : files(runFolder)) {
            try (Stream<String> lines = Files.lines(file)) {
                lines.filter(LoggedSteps::matters).forEach(logged::add);
            }
        }
        return logged.curve();
    }

    /** A log and the older files beside it, the oldest first. */
    static List<Path> files(Path runFolder) {
        List<Path> files = new ArrayList<>();
        for (int age = 9; age >= 0; age--) {
            Path file = runFolder.resolve(age == 0 ? "log.jsonl" : "log." + age + ".jsonl");
            if (Files.exists(file)) {
                files.add(file);
            }
        }
        return files;
    }

    /** Seconds of training in all. */
    double seconds() {
        return steps.isEmpty() ? 0 : steps.get(steps.size() - 1).seconds();
    }

    /** Seconds of the refreshes after a step. */
    double refreshSeconds(long after) {
        return refreshes.stream()
                .filter(each -> each.after() >= after)
                .mapToDouble(Refresh::seconds)
                .sum();
    }

    /** The mean seconds of a refresh; 0 without any. */
    double meanRefresh() {
        return refreshes.stream().mapToDouble(Refresh::seconds).average().orElse(0);
    }

    /** Seconds of training up to a step. */
    double secondsAt(long step) {
        double seconds = 0;
        for (Step each : steps) {
            if (each.number() <= step) {
                seconds = each.seconds();
            }
        }
        return seconds;
    }

    /** The mean loss of the last twentieth of the steps up to a step: a single step's is noisy. */
    double lossAt(long step) {
        List<Step> before = steps.stream().filter(each -> each.number() <= step).toList();
        int last = Math.max(1, before.size() / 20);
        return before.subList(Math.max(0, before.size() - last), before.size()).stream()
                .mapToDouble(Step::loss)
                .average()
                .orElse(Double.NaN);
    }

    /** At most {@code count} points, each the mean loss of as many steps in a row. */
    List<Step> smoothed(int count) {
        List<Step> points = new ArrayList<>();
        int stretch = Math.max(1, (steps.size() + count - 1) / count);
        for (int from = 0; from < steps.size(); from += stretch) {
            List<Step> some = steps.subList(from, Math.min(steps.size(), from + stretch));
            Step last = some.get(some.size() - 1);
            double mean = some.stream().mapToDouble(Step::loss).average().orElse(Double.NaN);
            points.add(new Step(last.number(), mean, last.seconds()));
        }
        return points;
    }
}
