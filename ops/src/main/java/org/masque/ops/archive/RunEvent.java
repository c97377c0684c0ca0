package org.masque.ops.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Something that happened in a run and is not a step.
 *
 * @param time ISO 8601
 * @param kind the name that the log gives it, for instance {@code checkpointWritten}
 * @param step at which; -1 if not said
 * @param text for a person
 */
public record RunEvent(String time, String kind, long step, String text) {
    static RunEvent of(JsonNode line, long lastStep) {
        String kind = line.path("event").asText();
        return new RunEvent(line.path("time").asText(), kind, line.path("step").asLong(lastStep), text(kind, line));
    }

    private static String text(String kind, JsonNode line) {
        return switch (kind) {
            case "started" ->
                "begins, or goes on, after step " + line.path("step").asLong();
            case "resumed" ->
                "found the checkpoint of step " + line.path("step").asLong();
            case "weightsRead" -> weights(line);
            case "checkpointWritten" -> "checkpoint written, " + mebibytes(line) + " in " + seconds(line);
            case "checkpointFailed" ->
                "checkpoint failed: " + line.path("reason").asText();
            case "checkpointSkipped" -> leftOut("checkpoint", line, "one was being written");
            case "evaluationSkipped" -> leftOut("evaluation", line, "");
            case "picturesSkipped" -> leftOut("pictures", line, "");
            case "refreshSkipped" -> leftOut("refresh of the maps", line, "");
            case "refreshStarted" ->
                "maps are being made from version " + line.path("version").asLong();
            case "refreshFinished" ->
                "maps made in " + seconds(line) + ", "
                        + line.path("stepsMeanwhile").asLong() + " steps meanwhile" + uniform(line);
            case "evaluationStarted" -> "features are being evaluated";
            case "evaluated" ->
                "features evaluated, version " + line.path("version").asLong();
            case "stepSkipped" -> skipped(line);
            case "stepPassedOver" -> "passed over, since it was bad before the run went back";
            case "rolledBack" ->
                "went back from step " + line.path("from").asLong() + " to step "
                        + line.path("to").asLong() + ", after too many bad steps";
            case "stepEmpty" -> "none of the step's images could be used";
            case "imagesSkipped" ->
                line.path("total").asLong() + " images skipped so far: "
                        + line.path("reasons").asText();
            case "picturesDrawn" -> "pictures drawn";
            case "actorRestarted" -> line.path("actor").asText().replace('_', ' ') + " started again after a failure";
            case "paused" -> "held between two steps";
            case "goesOn" -> "goes on after a pause";
            case "deviceFailed", "dataFailed" -> line.path("reason").asText();
            case "stopped" -> ended(line);
            default -> kind;
        };
    }

    private static String weights(JsonNode line) {
        List<String> said = new ArrayList<>();
        said.add("begins with the weights of " + line.path("file").asText());
        line.path("notes").forEach(note -> said.add(note.asText()));
        return String.join("; ", said);
    }

    // Logs of earlier versions have no reason.
    private static String leftOut(String what, JsonNode line, String otherwise) {
        return what + " left out: " + line.path("reason").asText(otherwise);
    }

    private static String skipped(JsonNode line) {
        return line.path("cause").asText().equals("spike")
                ? String.format(
                        Locale.ROOT,
                        "loss %.3g far above the %.3g of the steps before: update left out",
                        line.path("loss").asDouble(),
                        line.path("medianLoss").asDouble())
                : "loss or gradient not finite: update left out";
    }

    private static String ended(JsonNode line) {
        String end = line.path("end").asText().toLowerCase(Locale.ROOT).replace('_', ' ');
        String message = line.path("message").asText();
        return message.isEmpty() ? end : end + ": " + message;
    }

    private static String uniform(JsonNode line) {
        int uniform = line.path("uniform").asInt();
        return uniform == 0 ? "" : "; " + uniform + " of them say nothing: their images are masked at random";
    }

    private static String seconds(JsonNode line) {
        return String.format(Locale.ROOT, "%.1f s", line.path("seconds").asDouble());
    }

    private static String mebibytes(JsonNode line) {
        return String.format(Locale.ROOT, "%.1f MiB", line.path("bytes").asDouble() / (1 << 20));
    }
}
