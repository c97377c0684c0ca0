package org.masque.ops.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.masque.actors.run.RunFolder;

/**
 * What a run's folder says, in JSON. Keeps nothing between two questions, and reads the newest file of the log only.
 *
 * <p>Safe for several threads; reads files, so not for a thread that must not block.
 */
final class FolderReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PICTURE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}\\.png");
    private static final int LINES_OF_A_PAGE = 500;
    private static final long TAIL_BYTES = 1 << 16;
    private static final String STEP = "step";

    private final RunFolder folder;
    private final LogLines log;

    /** Of a folder, which need not be there yet. */
    FolderReader(Path folder) {
        this.folder = new RunFolder(folder);
        this.log = new LogLines(this.folder.log());
    }

    /** One thing that a stream of events tells: the stream goes on behind {@code number}. */
    record News(long number, String event, JsonNode data) {}

    /** Where the run stands, by the end of its log; null for what that does not say. */
    ObjectNode summary() throws IOException {
        ObjectNode summary = JSON.createObjectNode();
        summary.put("name", folder.path().getFileName().toString());
        summary.put(STEP, 0);
        for (String field :
                List.of("totalSteps", "epoch", "loss", "imagesPerSecond", "secondsLeft", "updated", "message")) {
            summary.putNull(field);
        }
        log.tail(TAIL_BYTES).forEach(line -> take(line, summary));
        return summary;
    }

    private static void take(JsonNode line, ObjectNode summary) {
        summary.set("updated", line.path("time"));
        switch (line.path("event").asText()) {
            case "step" -> {
                summary.set(STEP, line.path(STEP));
                summary.set("epoch", line.path("epoch"));
                summary.set("loss", line.path("loss"));
                summary.put("imagesPerSecond", imagesPerSecond(line));
            }
            case "started" -> {
                summary.set(STEP, line.path(STEP));
                summary.set("totalSteps", line.path("totalSteps"));
            }
            case "stopped" -> summary.set("message", line.path("message"));
            default -> summary.set("updated", line.path("time"));
        }
    }

    private static double imagesPerSecond(JsonNode step) {
        double seconds = step.path("seconds").asDouble();
        return seconds > 0 ? step.path("samples").asDouble() / seconds : 0;
    }

    /** All else that is small. */
    ObjectNode details() throws IOException {
        ObjectNode details = JSON.createObjectNode();
        details.set("recipe", recipe());
        details.set("provenance", json(folder.provenance()));
        details.set("results", json(folder.results()));
        return details;
    }

    // A line a key, as the effective recipe is written.
    private ObjectNode recipe() throws IOException {
        ObjectNode recipe = JSON.createObjectNode();
        if (Files.isReadable(folder.effectiveRecipe())) {
            for (String line : Files.readAllLines(folder.effectiveRecipe())) {
                int equals = line.indexOf(" = ");
                if (equals > 0) {
                    recipe.put(
                            line.substring(0, equals),
                            line.substring(equals + 3).replaceAll("^\"(.*)\"$", "$1"));
                }
            }
        }
        return recipe;
    }

    private static JsonNode json(Path file) {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (IOException notWholeOrGone) {
            return JSON.nullNode();
        }
    }

    /** The run over its steps, in so many points at most, each a step of its own. */
    ObjectNode history(int points) throws IOException {
        List<JsonNode> kept = new ArrayList<>();
        ArrayNode evaluations = JSON.createArrayNode();
        int[] every = {1};
        log.from(0, line -> {
            boolean isStep = line.path("event").asText().equals(STEP);
            if (isStep && line.path(STEP).asLong() % every[0] == 0) {
                kept.add(line);
            } else if (line.path("event").asText().equals("evaluated")) {
                evaluations.add(line);
            }
            if (kept.size() > points) {
                every[0] *= 2;
                kept.removeIf(step -> step.path(STEP).asLong() % every[0] != 0);
            }
            return true;
        });
        return columns(kept, evaluations);
    }

    private static ObjectNode columns(List<JsonNode> steps, ArrayNode evaluations) {
        ObjectNode history = JSON.createObjectNode();
        for (String column : List.of(STEP, "epoch")) {
            ArrayNode values = history.putArray(column);
            steps.forEach(step -> values.add(step.path(column)));
        }
        ArrayNode times = history.putArray("time");
        steps.forEach(step -> times.add(seconds(step)));
        ObjectNode series = history.putObject("series");
        for (String measure : List.of("loss", "learningRate", "gradientNorm", "readyBatches")) {
            ArrayNode values = series.putObject(measure).putArray("mean");
            steps.forEach(step -> values.add(step.path(measure)));
        }
        ArrayNode rates = series.putObject("imagesPerSecond").putArray("mean");
        steps.forEach(step -> rates.add(imagesPerSecond(step)));
        history.set("evaluations", evaluations);
        return history;
    }

    private static double seconds(JsonNode line) {
        return Instant.parse(line.path("time").asText()).toEpochMilli() / 1000.0;
    }

    /** The names of the pictures that are there. */
    ObjectNode pictures() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.pictures(), "*.png")) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        } catch (NoSuchFileException none) {
            names.clear();
        }
        names.sort(null);
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode pictures = answer.putArray("pictures");
        for (String name : names) {
            ObjectNode picture = pictures.addObject();
            picture.put(STEP, name.replaceAll("\\D", "").isEmpty() ? 0 : Long.parseLong(name.replaceAll("\\D", "")));
            picture.put("sheet", name);
        }
        return answer;
    }

    /** The file of a picture, if that is a picture's name and the file is there. */
    Optional<Path> picture(String name) {
        Path file = folder.pictures().resolve(PICTURE.matcher(name).matches() ? name : "none");
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    /** Lines of the log behind a place; below 0 the last ones. */
    ObjectNode log(long after) throws IOException {
        ObjectNode page = JSON.createObjectNode();
        ArrayNode lines = page.putArray("lines");
        long start = after < 0 ? Math.max(0, log.size() - TAIL_BYTES) : after;
        long next = log.from(start, line -> {
            lines.add(line);
            return lines.size() < LINES_OF_A_PAGE;
        });
        page.put("next", next);
        return page;
    }

    /** The number of the latest news: what comes from now on is behind it. */
    long lastNews() throws IOException {
        return log.size();
    }

    /** What is new; of several steps the last one only. */
    List<News> newsAfter(long number) throws IOException {
        List<News> news = new ArrayList<>();
        List<JsonNode> lines = new ArrayList<>();
        long next = log.from(number, line -> lines.add(line) && lines.size() < LINES_OF_A_PAGE);
        for (int i = 0; i < lines.size(); i++) {
            JsonNode line = lines.get(i);
            boolean last = i + 1 == lines.size()
                    || !lines.get(i + 1).path("event").asText().equals(STEP);
            if (!line.path("event").asText().equals(STEP)) {
                news.add(new News(next, kind(line), line));
            } else if (last) {
                news.add(new News(next, STEP, stepNews(line)));
            }
        }
        return news;
    }

    private static String kind(JsonNode line) {
        return switch (line.path("event").asText()) {
            case "evaluated" -> "evaluation";
            case "checkpointWritten" -> "checkpoint";
            case "picturesDrawn" -> "picture";
            default -> "event";
        };
    }

    private static ObjectNode stepNews(JsonNode line) {
        ObjectNode news = JSON.createObjectNode();
        news.set(STEP, line.path(STEP));
        news.set("epoch", line.path("epoch"));
        news.put("time", seconds(line));
        ObjectNode values = news.putObject("values");
        for (String measure : List.of("loss", "learningRate", "gradientNorm", "readyBatches")) {
            values.set(measure, line.path(measure));
        }
        values.put("imagesPerSecond", imagesPerSecond(line));
        return news;
    }
}
