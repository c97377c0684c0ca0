package org.masque.ops.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How a run's loss fell, from its log.
 *
 * @param steps in order, each step once
 */
record RunCurve(List<Step> steps) {
    /**
     * One step.
     *
     * @param number steps so far
     * @param loss of the step
     * @param seconds of training so far
     */
    record Step(long number, double loss, double seconds) {}

    private record Logged(double loss, double seconds) {}

    /**
     * Reads {@code log.jsonl} and the older files beside it. Of a step that was done again after a kill the last time
     * counts; a line that a kill cut off is passed over.
     */
    static RunCurve read(Path runFolder) throws IOException {
        Map<Long, Logged> logged = new TreeMap<>();
        for (Path file : files(runFolder)) {
            try (Stream<String> lines = Files.lines(file)) {
                lines.filter(line -> line.contains("\"event\":\"step\"")).forEach(line -> add(line, logged));
            }
        }
        List<Step> steps = new ArrayList<>();
        double seconds = 0;
        for (Map.Entry<Long, Logged> each : logged.entrySet()) {
            seconds += each.getValue().seconds();
            steps.add(new Step(each.getKey(), each.getValue().loss(), seconds));
        }
        return new RunCurve(List.copyOf(steps));
    }

    // The oldest first.
    private static List<Path> files(Path runFolder) {
        List<Path> files = new ArrayList<>();
        for (int age = 9; age >= 0; age--) {
            Path file = runFolder.resolve(age == 0 ? "log.jsonl" : "log." + age + ".jsonl");
            if (Files.exists(file)) {
                files.add(file);
            }
        }
        return files;
    }

    private static void add(String line, Map<Long, Logged> logged) {
        try {
            JsonNode json = new ObjectMapper().readTree(line);
            if (json.hasNonNull("step")) {
                logged.put(
                        json.get("step").asLong(),
                        new Logged(
                                json.path("loss").asDouble(Double.NaN),
                                json.path("seconds").asDouble()));
            }
        } catch (IOException cutOff) {
            // The last line of a process that was killed.
            return;
        }
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
