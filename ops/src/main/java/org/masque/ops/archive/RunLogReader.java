package org.masque.ops.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.masque.actors.BatchSchedule;

/**
 * What the lines of a run's log come to, in bounded memory.
 *
 * <p>Not safe for several threads.
 */
final class RunLogReader {
    private static final int POINTS = 4096;
    private static final int MOST_EVENTS = 1000;
    private static final int MOST_EVALUATIONS = 4000;
    private static final double MILLIS = 1e3;

    private final ObjectMapper json = new ObjectMapper();
    private final StepHistory steps = new StepHistory(POINTS);
    private final Deque<RunEvent> events = new ArrayDeque<>();
    private final Deque<Evaluation> evaluations = new ArrayDeque<>();
    private final NewsBoard board;
    private RecentPace pace = new RecentPace();
    private @Nullable Bucket newest;
    private boolean evaluating;
    private int stepsPerEpoch = 1;
    private long totalSteps = -1;
    private long lastStep;
    private @Nullable String started;
    private @Nullable String updated;
    private @Nullable End end;

    /**
     * How a start ended.
     *
     * @param end for instance {@code finished}
     * @param message may be empty
     */
    record End(String end, String message) {}

    RunLogReader(NewsBoard board) {
        this.board = board;
    }

    /** Takes a line in; one that is no JSON object, such as the beginning of a line that a kill cut, is passed over. */
    void read(String line) {
        try {
            JsonNode node = json.readTree(line);
            if (node.isObject()) {
                read(node);
            }
        } catch (JsonProcessingException cut) {
            // Passed over: see above.
        }
    }

    private void read(JsonNode line) {
        String kind = line.path("event").asText();
        updated = line.path("time").asText();
        started = started == null ? updated : started;
        switch (kind) {
            case "step" -> step(line);
            case "started" -> started(line);
            case "rolledBack" -> goesOnFrom(line, line.path("to").asLong());
            case "evaluationStarted" -> evaluationStarted(line);
            case "evaluated" -> evaluated(line);
            case "stopped" -> stopped(line);
            case "checkpointWritten" -> event(line, "checkpoint");
            case "picturesDrawn" -> event(line, "picture");
            default -> event(line, "event");
        }
    }

    private void step(JsonNode line) {
        lastStep = line.path("step").asLong();
        Bucket step = Bucket.of(
                line,
                BatchSchedule.epochsDone(lastStep, stepsPerEpoch),
                seconds(line.path("time").asText()));
        pace.add(line);
        newest = step.copy();
        steps.add(step);
        end = null;
    }

    private void started(JsonNode line) {
        stepsPerEpoch = Math.max(1, line.path("stepsPerEpoch").asInt(1));
        totalSteps = line.path("totalSteps").asLong(-1);
        long step = line.path("step").asLong();
        if (step == lastStep) {
            pace.runBeganAnew();
            evaluating = false;
            event(line, "event");
            end = null;
        } else {
            goesOnFrom(line, step);
        }
    }

    // What came after that step is of weights that are gone; it is done again.
    private void goesOnFrom(JsonNode line, long step) {
        lastStep = step;
        steps.goBackTo(lastStep);
        evaluations.removeIf(evaluation -> evaluation.step() > lastStep);
        pace = new RecentPace();
        newest = null;
        evaluating = false;
        event(line, "event");
        end = null;
    }

    private void evaluationStarted(JsonNode line) {
        evaluating = true;
        event(line, "event");
    }

    private void evaluated(JsonNode line) {
        evaluating = false;
        Evaluation evaluation = Evaluation.of(line, stepsPerEpoch);
        evaluations.addLast(evaluation);
        if (evaluations.size() > MOST_EVALUATIONS) {
            evaluations.removeFirst();
        }
        board.post("evaluation", evaluation);
        event(line, "event");
    }

    private void stopped(JsonNode line) {
        end = new End(
                line.path("end").asText().toLowerCase(Locale.ROOT),
                line.path("message").asText());
        event(line, "event");
    }

    private void event(JsonNode line, String news) {
        RunEvent event = RunEvent.of(line, lastStep);
        events.addLast(event);
        if (events.size() > MOST_EVENTS) {
            events.removeFirst();
        }
        board.post(news, event);
    }

    private static double seconds(String time) {
        try {
            return Instant.parse(time).toEpochMilli() / MILLIS;
        } catch (DateTimeException wrong) {
            return 0;
        }
    }

    // --- what it came to

    List<Bucket> points(int most) {
        return steps.points(most);
    }

    List<Evaluation> evaluations() {
        return List.copyOf(evaluations);
    }

    List<RunEvent> events() {
        return List.copyOf(events);
    }

    /** How the last steps of this start went. */
    RecentSteps recentSteps() {
        return pace.with(end == null && totalSteps >= 0 ? totalSteps - lastStep : -1);
    }

    /**
     * What the run does now, null if it ended: {@code training}, or {@code evaluating} or {@code finishing} behind it.
     */
    @Nullable
    String stage() {
        if (end != null) {
            return null;
        }
        boolean trains = totalSteps < 0 || lastStep < totalSteps;
        return trains ? "training" : evaluating ? "evaluating" : "finishing";
    }

    /** The newest step, null if this start had none yet. */
    @Nullable
    Bucket newestStep() {
        return newest;
    }

    long lastStep() {
        return lastStep;
    }

    int stepsPerEpoch() {
        return stepsPerEpoch;
    }

    /** Below 0 if the log does not say. */
    long totalSteps() {
        return totalSteps;
    }

    @Nullable
    String started() {
        return started;
    }

    @Nullable
    String updated() {
        return updated;
    }

    /** How the last start ended, null while it goes on or if it was killed. */
    @Nullable
    End end() {
        return end;
    }
}
