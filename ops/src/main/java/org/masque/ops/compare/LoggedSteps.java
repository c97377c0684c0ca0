package org.masque.ops.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Gathers a {@link RunCurve} from the lines of a log, the oldest first. */
final class LoggedSteps {
    private record Logged(double loss, double seconds) {}

    private final ObjectMapper mapper = new ObjectMapper();
    private final TreeMap<Long, Logged> steps = new TreeMap<>();
    private final Map<Long, Double> takenBack = new TreeMap<>();
    private final List<RunCurve.Refresh> refreshes = new ArrayList<>();
    private long trained;

    /** Whether a line is worth parsing. */
    static boolean matters(String line) {
        return line.contains("\"event\":\"step\"")
                || line.contains("\"event\":\"rolledBack\"")
                || line.contains("\"event\":\"refreshFinished\"");
    }

    void add(String line) {
        try {
            JsonNode json = mapper.readTree(line);
            switch (json.path("event").asText()) {
                case "step" -> addStep(json);
                case "rolledBack" -> takeBack(json.path("to").asLong());
                default ->
                    refreshes.add(new RunCurve.Refresh(
                            steps.isEmpty() ? 0 : steps.lastKey(),
                            json.path("seconds").asDouble()));
            }
        } catch (IOException cutOff) {
            // The last line of a process that was killed.
            return;
        }
    }

    private void addStep(JsonNode json) {
        if (json.hasNonNull("step")) {
            long number = json.get("step").asLong();
            Logged logged = new Logged(
                    json.path("loss").asDouble(Double.NaN), json.path("seconds").asDouble());
            trained += steps.put(number, logged) == null ? 1 : 0;
        }
    }

    private void takeBack(long to) {
        Map<Long, Logged> gone = steps.tailMap(to, false);
        double seconds = gone.values().stream().mapToDouble(Logged::seconds).sum();
        takenBack.merge(to, seconds, Double::sum);
        gone.clear();
    }

    /** What was gathered. */
    RunCurve curve() {
        List<RunCurve.Step> all = new ArrayList<>();
        Map<Long, Double> left = new TreeMap<>(takenBack);
        double seconds = 0;
        for (Map.Entry<Long, Logged> each : steps.entrySet()) {
            seconds += each.getValue().seconds();
            var lost = left.entrySet().iterator();
            while (lost.hasNext()) {
                Map.Entry<Long, Double> next = lost.next();
                if (next.getKey() < each.getKey()) {
                    seconds += next.getValue();
                    lost.remove();
                }
            }
            all.add(new RunCurve.Step(each.getKey(), each.getValue().loss(), seconds));
        }
        return new RunCurve(List.copyOf(all), List.copyOf(refreshes), trained);
    }
}
