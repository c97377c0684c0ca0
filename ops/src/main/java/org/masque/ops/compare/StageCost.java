package org.masque.ops.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.masque.actors.run.PartFolder;
import org.masque.actors.run.RunFolder;
import org.masque.config.MaskingKind;
import org.masque.model.parts.PartStore;

/**
 * What a stage before the masks of a run cost (SemMAE's first two), which no budget counts.
 *
 * @param stage {@code encoder} or {@code parts}
 * @param images seen by it, those that were labelled included
 * @param seconds that it took; null where nobody noted it
 */
record StageCost(String stage, long images, @Nullable Double seconds) {
    /**
     * The stages of a run, in their order; none where its masks need no parts. An encoder that was given costs nothing
     * here.
     *
     * @throws IOException if a log or the labels cannot be read
     */
    static List<StageCost> of(PlannedRun run) throws IOException {
        List<StageCost> stages = new ArrayList<>();
        if (run.recipe().masking().strategy().needs() != MaskingKind.Needs.LABELS) {
            return stages;
        }
        Path encoder = run.folder().path().resolve(RunFolder.encoderName());
        if (run.recipe().parts().encoder().isBlank() && Files.exists(encoder)) {
            RunCurve curve = RunCurve.read(encoder);
            stages.add(new StageCost("encoder", curve.trained() * run.stepImages(), curve.seconds()));
        }
        if (Files.exists(run.folder().parts().labels())) {
            stages.add(ofParts(run.folder().parts(), run.recipe().parts().batchSize()));
        }
        return stages;
    }

    private static StageCost ofParts(PartFolder folder, int batchSize) throws IOException {
        long learned = 0;
        double seconds = 0;
        for (Path file : RunCurve.files(folder.path())) {
            try (Stream<String> lines = Files.lines(file)) {
                for (String line : lines.toList()) {
                    JsonNode json = json(line);
                    learned += json.has("step") ? 1 : 0;
                    seconds += json.path("seconds").asDouble(Double.NaN);
                }
            }
        }
        try (PartStore labels = PartStore.forReading(folder.labels())) {
            int images = labels.header().images();
            return new StageCost(
                    "parts",
                    learned * Math.min(batchSize, images) + labels.labelled(),
                    Double.isNaN(seconds) || seconds == 0 ? null : seconds);
        }
    }

    // The last line of a process that was killed may be cut off.
    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (IOException cutOff) {
            return new ObjectMapper().createObjectNode().put("seconds", 0);
        }
    }

    /** Reads what a run's figures hold; nothing where they were written before stages were noted. */
    static List<StageCost> read(JsonNode stages) {
        List<StageCost> read = new ArrayList<>();
        for (JsonNode each : stages) {
            read.add(new StageCost(
                    each.get("stage").asText(),
                    each.get("images").asLong(),
                    each.hasNonNull("seconds") ? each.get("seconds").asDouble() : null));
        }
        return read;
    }
}
