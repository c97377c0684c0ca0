package org.masque.actors.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.masque.actors.Evaluator;
import org.masque.config.EvaluationSettings;
import org.masque.config.Recipe;
import org.masque.model.checkpoint.DiskSpace;
import org.masque.model.checkpoint.Sha256;
import org.masque.model.kernels.Kernels;
import org.masque.model.probe.EvaluationReport;
import org.masque.model.probe.SnapshotEvaluation.Stage;
import org.masque.model.vit.Weights;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How good the features of the untrained network are: evaluated once for a run, and kept beside its checkpoints.
 *
 * <p>The file has all that the figures depend on, and a digest: what is of another network, other images or other
 * settings, or was damaged, is evaluated anew. Trouble with the file is logged only.
 */
public final class UntrainedFigures implements Evaluator.Baseline {
    /** The file's name. */
    public static final String FILE = "untrained.json";

    private static final Logger LOG = LoggerFactory.getLogger(UntrainedFigures.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunEvaluation evaluation;
    private final Path file;
    private final String version;
    private @Nullable String dependsOn;

    /**
     * Reads nothing yet.
     *
     * @param evaluation of the run, borrowed
     * @param checkpoints the folder of its checkpoints, which need not exist
     * @param version of Masque
     */
    public UntrainedFigures(RunEvaluation evaluation, Path checkpoints, String version) {
        this.evaluation = evaluation;
        this.file = checkpoints.resolve(FILE);
        this.version = version;
    }

    // The fingerprint of the images may take a second.
    private String dependsOn() {
        if (dependsOn == null) {
            Recipe recipe = evaluation.recipe();
            EvaluationSettings how = recipe.evaluation();
            dependsOn = String.join(
                    "; ",
                    "Masque " + version,
                    "seed " + recipe.run().seed(),
                    RecipeParts.shape(recipe).toString(),
                    "views " + recipe.data().imageHeight() + " x "
                            + recipe.data().imageWidth() + ", mean "
                            + recipe.data().mean() + ", std " + recipe.data().std(),
                    how.features() + " of block " + how.block(),
                    "k " + how.neighbours() + ", T " + how.temperature(),
                    how.linearEpochs() + " epochs of batches of " + how.linearBatch() + " at "
                            + how.linearLearningRate(),
                    evaluation.data().evaluatedFingerprint(how));
        }
        return dependsOn;
    }

    @Override
    public Optional<List<EvaluationReport>> known() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode kept = JSON.readTree(Files.readAllBytes(file));
            if (!kept.path("dependsOn").asText().equals(dependsOn())) {
                LOG.info("{} is of other settings or images: the untrained network is evaluated anew", file);
                return Optional.empty();
            }
            return Optional.of(decode(kept));
        } catch (IOException damaged) {
            LOG.warn("{} cannot be used ({}): the untrained network is evaluated anew", file, damaged.getMessage());
            return Optional.empty();
        }
    }

    private static List<EvaluationReport> decode(JsonNode kept) throws IOException {
        if (!kept.path("sha256").asText().equals(digest(kept.path("dependsOn"), kept.path("reports")))) {
            throw new IOException("it was changed");
        }
        return JSON.readerForListOf(EvaluationReport.class).readValue(kept.path("reports"));
    }

    private static String digest(JsonNode dependsOn, JsonNode reports) {
        return Sha256.of((dependsOn + "\n" + reports).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    @MustBeClosed
    public Weights network() {
        return RunEvaluation.untrained(evaluation.recipe());
    }

    @Override
    public void found(List<EvaluationReport> reports) {
        try {
            // As text and back, so that the digest is of what will be read.
            JsonNode kept = JSON.readTree(JSON.writeValueAsString(reports));
            JsonNode key = JSON.getNodeFactory().textNode(dependsOn());
            ObjectNode document = JSON.createObjectNode().put("sha256", digest(key, kept));
            document.set("dependsOn", key);
            document.set("reports", kept);
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path temporary = file.resolveSibling(FILE + ".tmp");
            Files.writeString(temporary, document.toPrettyString() + "\n");
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            LOG.warn(
                    "{} cannot be written, so the next start evaluates the untrained network again: {}, {}",
                    file,
                    failure.getMessage(),
                    DiskSpace.freeText(file));
        }
    }

    /**
     * The figures that are kept, or else new ones, evaluated on the caller's thread; they are not kept.
     *
     * @param progress hears how far an evaluation is
     */
    public List<EvaluationReport> reports(Kernels kernels, Consumer<Stage> progress) {
        Optional<List<EvaluationReport>> known = known();
        if (known.isPresent()) {
            return known.get();
        }
        try (Weights untrained = network()) {
            return evaluation.evaluate(untrained, kernels, progress);
        }
    }
}
