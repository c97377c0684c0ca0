package org.masque.actors.run;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.masque.config.ConfigException;
import org.masque.config.Problem;
import org.masque.config.Recipe;
import org.masque.model.checkpoint.Checkpoint;
import org.masque.model.checkpoint.CheckpointStore;
import org.masque.model.interop.SafetensorsFile;
import org.masque.model.interop.StartingWeights;
import org.masque.model.interop.WeightsFile.Part;
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
     * @throws ConfigException if there are no weights where the recipe says
     * @throws IOException if they are damaged or of another network
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out, or closed on failure
    static Weights of(Recipe recipe, String version) throws IOException {
        Weights weights = RunEvaluation.untrained(recipe);
        if (recipe.run().weights().isEmpty()) {
            return weights;
        }
        try {
            read(Path.of(recipe.run().weights()), weights, version);
            return weights;
        } catch (IOException | RuntimeException failure) {
            weights.close();
            throw failure;
        }
    }

    private static void read(Path given, Weights weights, String version) throws IOException {
        if (Files.isRegularFile(given)) {
            readFile(given, weights);
        } else if (Files.isRegularFile(given.resolve(RunCheckpoints.WEIGHTS))) {
            readFile(given.resolve(RunCheckpoints.WEIGHTS), weights);
        } else {
            readNewestCheckpoint(given, weights, version);
        }
    }

    private static void readNewestCheckpoint(Path run, Weights weights, String version) throws IOException {
        Optional<Checkpoint> newest =
                Files.isDirectory(run) ? new CheckpointStore(run, version).findNewestValid() : Optional.empty();
        if (newest.isEmpty()) {
            throw new ConfigException(List.of(Problem.of(
                    KEY,
                    run + " holds no weights",
                    "name a safetensors file, a run's folder with checkpoints, or a checkpoint's folder")));
        }
        try (Checkpoint checkpoint = newest.get()) {
            readFile(checkpoint.file(RunCheckpoints.WEIGHTS), weights);
        }
    }

    private static void readFile(Path path, Weights weights) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            StartingWeights read = StartingWeights.read(file, weights);
            LOG.info("begins with the weights of {}", path);
            if (read.part() == Part.ENCODER) {
                LOG.warn("{} holds an encoder alone: the decoder is drawn from the seed", path);
            }
            if (!read.leftAside().isEmpty()) {
                LOG.warn("{} also holds {}, for which this network has no use", path, read.leftAside());
            }
        }
    }
}
