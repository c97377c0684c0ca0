package org.masque.ops.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.masque.actors.run.RecipeParts;
import org.masque.actors.run.RunCheckpoints;
import org.masque.actors.run.RunEvaluation;
import org.masque.config.Recipe;
import org.masque.config.RecipeLoader;
import org.masque.model.checkpoint.Checkpoint;
import org.masque.model.checkpoint.CheckpointStore;
import org.masque.model.interop.SafetensorsException;
import org.masque.model.interop.SafetensorsFile;
import org.masque.model.interop.ShapeInference;
import org.masque.model.interop.StartingWeights;
import org.masque.model.interop.WeightsFile.Part;
import org.masque.model.vit.ModelShape;
import org.masque.model.vit.Weights;
import org.masque.ops.BuildInfo;
import org.masque.ops.UsageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network read from disk, owned: from a run's folder (its newest valid checkpoint; those before it that are damaged
 * stay as they are, since the run may be another process's), a checkpoint's folder, or a safetensors file.
 *
 * @param weights the network
 * @param recipe that trained it; null where a file does not say
 * @param updates that made it, as far as known, else 0
 * @param origin the file it came from
 * @param part what of the network the file held; the rest was drawn
 */
public record TrainedNetwork(Weights weights, @Nullable Recipe recipe, long updates, Path origin, Part part)
        implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrainedNetwork.class);

    /**
     * Reads a network.
     *
     * @throws IOException if there is none, or it is damaged
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out
    public static TrainedNetwork load(Path path) throws IOException {
        return load(path, ChosenCheckpoint.NEWEST);
    }

    /**
     * Reads a network; of a run's folder, from the checkpoint that is chosen.
     *
     * @throws IOException if there is none, or it is damaged
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out
    public static TrainedNetwork load(Path path, ChosenCheckpoint chosen) throws IOException {
        if (chosen == ChosenCheckpoint.BEST) {
            return best(path);
        }
        if (Files.isRegularFile(path)) {
            return new TrainedNetwork(read(path, notes -> log(path, notes)), null, 0, path, Part.ENCODER_AND_DECODER);
        }
        if (Files.isRegularFile(path.resolve(RunCheckpoints.WEIGHTS))) {
            return fromCheckpoint(path);
        }
        if (!Files.isDirectory(path)) {
            throw new UnusableNetworkException(
                    path + " does not exist: name a run's folder, a checkpoint's folder, or a" + " safetensors file");
        }
        Optional<Checkpoint> newest = new CheckpointStore(path, BuildInfo.load().version()).findNewestValid();
        if (newest.isEmpty()) {
            throw new UnusableNetworkException(
                    path + " is neither a run's folder with checkpoints, nor a checkpoint, nor a safetensors file");
        }
        try (Checkpoint checkpoint = newest.get()) {
            return fromCheckpoint(checkpoint.folder());
        }
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out
    private static TrainedNetwork best(Path run) throws IOException {
        Optional<Checkpoint> best = new CheckpointStore(run, BuildInfo.load().version()).best();
        if (best.isEmpty()) {
            throw new UnusableNetworkException(run + " has no best checkpoint: it is kept in a run's folder where"
                    + " evaluation.everyEpochs or evaluation.atEnd, and checkpoint.keepBest, are set");
        }
        try (Checkpoint checkpoint = best.get()) {
            return fromCheckpoint(checkpoint.folder());
        }
    }

    /**
     * Reads a safetensors file as the network of a recipe. The file may hold the encoder alone; the decoder is drawn
     * from the recipe's seed then, so its predictions mean nothing.
     *
     * @throws IOException if it is damaged, or of a network of other sizes
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out, or closed on failure
    public static TrainedNetwork load(Path file, Recipe recipe) throws IOException {
        Weights weights = RunEvaluation.untrained(recipe);
        try (SafetensorsFile opened = SafetensorsFile.openWeights(file)) {
            StartingWeights read = StartingWeights.read(opened, weights);
            log(file, read.notes());
            return new TrainedNetwork(weights, recipe, 0, file, read.part());
        } catch (IOException | RuntimeException failure) {
            weights.close();
            throw failure;
        }
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out
    private static TrainedNetwork fromCheckpoint(Path folder) throws IOException {
        Path recipe = folder.resolve(RunCheckpoints.RECIPE);
        return new TrainedNetwork(
                read(folder.resolve(RunCheckpoints.WEIGHTS), notes -> {}),
                RecipeLoader.loadText(Files.readString(recipe), recipe.toString()),
                updatesOf(folder),
                folder,
                Part.ENCODER_AND_DECODER);
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out, or closed on failure
    private static Weights read(Path path, Consumer<List<String>> said) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.openWeights(path)) {
            Weights weights = Weights.zeros(ShapeInference.of(file));
            try {
                StartingWeights read = StartingWeights.read(file, weights);
                if (read.part() == Part.ENCODER) {
                    throw new SafetensorsException(
                            path, "holds an encoder alone: the recipe of the network must be given");
                }
                said.accept(read.notes());
                return weights;
            } catch (IOException | RuntimeException failure) {
                weights.close();
                throw failure;
            }
        }
    }

    private static void log(Path file, List<String> notes) {
        notes.forEach(note -> LOG.warn("{}: {}", file, note));
    }

    private static long updatesOf(Path folder) throws IOException {
        Path manifest = folder.resolve("manifest.json");
        return Files.isRegularFile(manifest)
                ? new ObjectMapper()
                        .readTree(manifest.toFile())
                        .at("/content/state/updates")
                        .asLong()
                : 0;
    }

    /** The recipe that trained the network, or else the one given. */
    public Recipe recipeOr(@Nullable Recipe given) {
        Recipe known = given == null ? recipe : given;
        if (known == null) {
            throw new UsageException(origin + " does not say how it was trained: give --recipe");
        }
        return known;
    }

    /**
     * Checks that a recipe is for a network of these sizes.
     *
     * @throws UsageException with both
     */
    public void requireFits(Recipe used) {
        ModelShape wanted = RecipeParts.shape(used);
        if (!wanted.equals(weights.shape())) {
            throw new UsageException("the recipe is for " + wanted + ", but " + origin + " holds " + weights.shape()
                    + ": give the recipe that trained it, or correct --set");
        }
    }

    /**
     * Checks that what it predicts means something.
     *
     * @throws UnusableNetworkException if its decoder was drawn
     */
    public void requireDecoder() throws UnusableNetworkException {
        if (part == Part.ENCODER) {
            throw new UnusableNetworkException(origin + " holds an encoder alone, and what a drawn decoder predicts"
                    + " means nothing: give a file with the decoder (export without --encoder-only)");
        }
    }

    @Override
    public void close() {
        weights.close();
    }
}
