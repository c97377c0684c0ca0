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
import org.masque.masking.PatchGrid;
import org.masque.model.checkpoint.Checkpoint;
import org.masque.model.checkpoint.CheckpointStore;
import org.masque.model.checkpoint.Sha256;
import org.masque.model.interop.SafetensorsException;
import org.masque.model.interop.SafetensorsFile;
import org.masque.model.interop.ShapeInference;
import org.masque.model.interop.StartingWeights;
import org.masque.model.vit.Weights;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An encoder that parts are found with and that is not trained any more; owned.
 *
 * @param weights all of the network
 * @param origin the file that it was read from
 * @param hash SHA-256 of that file
 */
public record FrozenEncoder(Weights weights, Path origin, String hash) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FrozenEncoder.class);
    private static final String KEY = "parts.encoder";

    /**
     * Reads an encoder of any sizes whose patches are those of the recipe.
     *
     * @param given a safetensors file, a run's folder or a checkpoint's
     * @param version of Masque
     * @throws ConfigException if there is none, or its patches are others
     * @throws IOException if it is damaged
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out
    public static FrozenEncoder open(Path given, Recipe recipe, String version) throws IOException {
        if (Files.isRegularFile(given)) {
            return read(given, recipe);
        }
        if (Files.isRegularFile(given.resolve(RunCheckpoints.WEIGHTS))) {
            return read(given.resolve(RunCheckpoints.WEIGHTS), recipe);
        }
        Optional<Checkpoint> newest =
                Files.isDirectory(given) ? new CheckpointStore(given, version).findNewestValid() : Optional.empty();
        if (newest.isEmpty()) {
            throw wrong(
                    given + " holds no encoder",
                    "name a safetensors file, a run's folder with checkpoints, or a checkpoint's folder");
        }
        try (Checkpoint checkpoint = newest.get()) {
            return read(checkpoint.file(RunCheckpoints.WEIGHTS), recipe);
        }
    }

    private static ConfigException wrong(String message, String remedy) {
        return new ConfigException(List.of(Problem.of(KEY, message, remedy)));
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out, or closed on failure
    private static FrozenEncoder read(Path path, Recipe recipe) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.openWeights(path)) {
            Weights weights = sized(file, recipe);
            try {
                requirePatches(weights, path, recipe);
                StartingWeights.read(file, weights).notes().forEach(note -> LOG.warn("{}: {}", path, note));
                return new FrozenEncoder(weights, path, Sha256.of(path));
            } catch (IOException | RuntimeException failure) {
                weights.close();
                throw failure;
            }
        }
    }

    // A file of an encoder alone does not say all sizes: it must be of the recipe's network then.
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out
    private static Weights sized(SafetensorsFile file, Recipe recipe) throws IOException {
        try {
            return Weights.zeros(ShapeInference.of(file));
        } catch (SafetensorsException encoderAlone) {
            return RunEvaluation.untrained(recipe);
        }
    }

    private static void requirePatches(Weights weights, Path path, Recipe recipe) {
        PatchGrid held = weights.shape().grid();
        PatchGrid wanted = RecipeParts.shape(recipe).grid();
        if (!held.equals(wanted) || weights.shape().patch() != recipe.model().patch()) {
            throw wrong(
                    path + " is of an encoder of " + held.rows() + "x" + held.columns() + " patches of "
                            + weights.shape().patch() + " pixels, but the recipe has " + wanted.rows() + "x"
                            + wanted.columns() + " of " + recipe.model().patch(),
                    "name an encoder for the images and the model.patch of the recipe");
        }
    }

    @Override
    public void close() {
        weights.close();
    }
}
