package org.masque.ops.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.masque.actors.BadStep;
import org.masque.actors.Diagnosis;
import org.masque.actors.TrainingObserver;
import org.masque.actors.run.RunFolder;
import org.masque.config.EffectiveRecipe;
import org.masque.config.Recipe;
import org.masque.ops.files.WholeFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves in the run's folder what is needed to find out why losses went bad: {@code diagnostics/step-NNNNNN/} with the
 * bad steps and their images, statistics of each tensor's gradients and weights, the recipe, and the end of the log.
 * Checkpoints are named, not copied.
 *
 * <p>It writes some kilobytes on the caller's thread, while the run stands still anyway.
 */
final class DiagnosticBundle implements TrainingObserver {
    private static final Logger LOG = LoggerFactory.getLogger(DiagnosticBundle.class);
    private static final int LOG_LINES = 200;

    // Writes numbers that are not finite as text, since they are no JSON.
    private final ObjectMapper json = new ObjectMapper();
    private final Recipe recipe;
    private final RunFolder folder;

    DiagnosticBundle(Recipe recipe, RunFolder folder) {
        this.recipe = recipe;
        this.folder = folder;
    }

    @Override
    public void diverged(Diagnosis diagnosis) {
        Path bundle =
                folder.path().resolve("diagnostics").resolve(String.format(Locale.ROOT, "step-%06d", diagnosis.step()));
        try {
            write(diagnosis, Files.createDirectories(bundle));
            LOG.error("{}; what is known of it is in {}", diagnosis.advice(), bundle);
        } catch (IOException failure) {
            LOG.error("{}; {} could not be written", diagnosis.advice(), bundle, failure);
        }
    }

    private void write(Diagnosis diagnosis, Path bundle) throws IOException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("step", diagnosis.step());
        document.put("goesBack", diagnosis.goesBack());
        document.put("advice", diagnosis.advice());
        document.put(
                "badSteps",
                diagnosis.badSteps().stream().map(DiagnosticBundle::badStep).toList());
        document.put("lossesBefore", diagnosis.recovery().losses());
        document.put("rollbacks", diagnosis.recovery().rollbacks());
        document.put("checkpoints", checkpoints());
        writeJson(bundle.resolve("diagnosis.json"), document);
        writeJson(bundle.resolve("gradients.json"), diagnosis.gradients());
        writeJson(bundle.resolve("weights.json"), diagnosis.weights());
        WholeFile.write(bundle.resolve("effective.conf"), EffectiveRecipe.render(recipe));
        WholeFile.write(bundle.resolve("log-end.jsonl"), String.join("\n", endOfLog()) + "\n");
    }

    private static Map<String, Object> badStep(BadStep bad) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("step", bad.step());
        fields.put("cause", bad.cause().label());
        fields.put("loss", bad.loss());
        fields.put("medianLoss", bad.medianLoss());
        fields.put("gradientNorm", bad.gradientNorm());
        fields.put("learningRate", bad.learningRate());
        fields.put("ids", bad.ids());
        fields.put("samples", bad.samples());
        return fields;
    }

    private void writeJson(Path file, Object document) throws IOException {
        WholeFile.write(file, json.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n");
    }

    private List<String> checkpoints() throws IOException {
        Path all = folder.path().resolve("checkpoints");
        if (!Files.isDirectory(all)) {
            return List.of();
        }
        TreeSet<String> names = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(all, "step-*")) {
            entries.forEach(entry -> names.add("checkpoints/" + entry.getFileName()));
        }
        return List.copyOf(names);
    }

    // The log is written on another thread, so its newest lines may be missing; the bad steps are in the diagnosis.
    private Iterable<String> endOfLog() throws IOException {
        if (!Files.exists(folder.log())) {
            return Collections.emptyList();
        }
        Deque<String> last = new ArrayDeque<>();
        try (Stream<String> lines = Files.lines(folder.log())) {
            lines.forEach(line -> {
                last.add(line);
                if (last.size() > LOG_LINES) {
                    last.remove();
                }
            });
        }
        return last;
    }
}
