package org.masque.actors.run;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.masque.config.ConfigException;
import org.masque.config.Problem;
import org.masque.config.Recipe;
import org.masque.model.checkpoint.Checkpoint;
import org.masque.model.checkpoint.CheckpointStore;
import org.masque.model.interop.SafetensorsFile;
import org.masque.model.interop.StartingWeights;
import org.masque.model.vit.Weights;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The weights that a run begins with: drawn from its seed, or read from where {@code run.weights} says. */
final class FirstWeights {
    private static final Logger LOG = LoggerFactory.getLogger(FirstWeights.class);
    private static final String KEY = "run.weights";

    private FirstWeights() {}

    /**
     * Makes them; owned by the caller.
     *
     * @param version of Masque
     * @param said hears the file's name, and what was renamed, interpolated, replaced, drawn or left aside in reading
     *     it
     * @throws ConfigException if there are no weights where the recipe says
     * @throws IOException if they are damaged or of another network
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out, or closed on failure
    static Weights of(Recipe recipe, String version, BiConsumer<Path, List<String>> said) throws IOException {
        Weights weights = RunEvaluation.untrained(recipe);
        if (recipe.run().weights().isEmpty()) {
            return weights;
        }
        try {
            read(Path.of(recipe.run().weights()), weights, version, said);
            return weights;
        } catch (IOException | RuntimeException failure) {
            weights.close();
            throw failure;
        }
    }

    private static void read(Path given, Weights weights, String version, BiConsumer<Path, List<String>> said)
            throws IOException {
        if (Files.isRegularFile(given)) {
            said.accept(given, readFile(given, weights));
        } else if (Files.isRegularFile(given.resolve(RunCheckpoints.WEIGHTS))) {
            Path file = given.resolve(RunCheckpoints.WEIGHTS);
            said.accept(file, readFile(file, weights));
        } else {
            readNewestCheckpoint(given, weights, version, said);
        }
    }

    private static void readNewestCheckpoint(
            Path run, Weights weights, String version, BiConsumer<Path, List<String>> said) throws IOException {
        Optional<Checkpoint> newest =
                Files.isDirectory(run) ? new CheckpointStore(run, version).findNewestValid() : Optional.empty();
        if (newest.isEmpty()) {
            throw new ConfigException(List.of(Problem.of(
                    KEY,
                    run + " holds no weights",
                    "name a safetensors file, a run's folder with checkpoints, or a checkpoint's folder")));
        }
        try (Checkpoint checkpoint = newest.get()) {
            Path file = checkpoint.file(RunCheckpoints.WEIGHTS);
            said.accept(file, readFile(file, weights));
        }
    }

    private static List<String> readFile(Path path, Weights weights) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.openWeights(path)) {
            return StartingWeights.read(file, weights).notes();
        }
    }

    /** Writes to the log of the process where the weights come from, and what became of them. */
    static void log(Path file, List<String> notes) {
        LOG.info("begins with the weights of {}", file);
        notes.forEach(note -> LOG.warn("{}: {}", file, note));
    }
}
