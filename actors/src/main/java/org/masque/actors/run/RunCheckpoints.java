package org.masque.actors.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.masque.actors.CheckpointSnapshot;
import org.masque.actors.CheckpointWriter;
import org.masque.actors.RunCursor;
import org.masque.config.EffectiveRecipe;
import org.masque.config.Recipe;
import org.masque.model.checkpoint.Checkpoint;
import org.masque.model.checkpoint.CheckpointContent;
import org.masque.model.checkpoint.CheckpointFile;
import org.masque.model.checkpoint.CheckpointStore;
import org.masque.model.checkpoint.Manifest;
import org.masque.model.checkpoint.Retention;
import org.masque.model.interop.SafetensorsFile;
import org.masque.model.interop.WeightsFile;
import org.masque.model.maps.MapStore;
import org.masque.model.maps.OtherMapsException;
import org.masque.model.objective.StateSnapshot;
import org.masque.model.objective.Teacher;
import org.masque.model.objective.TrainingState;
import org.masque.model.probe.EvaluationReport;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorSnapshot;
import org.masque.model.vit.Weights;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a checkpoint holds: weights, both moments, the teacher of the maps, maps, and where the run stood.
 *
 * <p>Each of the tensors files has MAE's names; so a checkpoint's weights are readable by everybody's tools as they
 * are.
 */
public final class RunCheckpoints implements CheckpointWriter.Storage {
    /** The weights, in a checkpoint's folder. */
    public static final String WEIGHTS = "weights.safetensors";

    /** The recipe that made them, in a checkpoint's folder. */
    public static final String RECIPE = "effective.conf";

    private static final String FIRST_MOMENT = "adamw-m.safetensors";
    private static final String SECOND_MOMENT = "adamw-v.safetensors";
    private static final String TEACHER = "teacher.safetensors";
    private static final String MAPS = "maps.bin";
    private static final String UPDATES = "updates";
    private static final String MAPS_EPOCH = "maps.epoch";

    private static final Logger LOG = LoggerFactory.getLogger(RunCheckpoints.class);

    private final CheckpointStore store;
    private final Retention retention;
    private final @Nullable RunBest best;
    private final int stepsPerEpoch;
    private final @Nullable MapStore maps;
    private final String recipe;
    private final String recipeHash;
    // The newest that was saved or read, and so is known to be whole: no sweep deletes it.
    private @Nullable Path verified;

    /**
     * Over a store.
     *
     * @param maps the maps in use, borrowed; null where there are none
     * @param best judges them by the evaluations of their steps; null where none is kept for that
     * @param stepsPerEpoch tells how many epochs a step completes
     * @param recipe the effective recipe, as text
     */
    RunCheckpoints(
            CheckpointStore store,
            Retention retention,
            @Nullable RunBest best,
            int stepsPerEpoch,
            @Nullable MapStore maps,
            String recipe,
            String recipeHash) {
        this.store = store;
        this.stepsPerEpoch = stepsPerEpoch;
        this.retention = retention;
        this.best = best;
        this.maps = maps;
        this.recipe = recipe;
        this.recipeHash = recipeHash;
    }

    /** The checkpoints of a recipe's run over so many images. */
    static RunCheckpoints of(Recipe recipe, CheckpointStore store, int images, @Nullable MapStore maps) {
        return new RunCheckpoints(
                store,
                new Retention(
                        recipe.checkpoint().keepLast(), recipe.checkpoint().keepEveryEpochs()),
                RunBest.of(recipe, store).orElse(null),
                RecipeParts.schedule(recipe, images).stepsPerEpoch(),
                maps,
                EffectiveRecipe.render(recipe),
                EffectiveRecipe.hash(recipe));
    }

    @Override
    public CheckpointWriter.Stored write(CheckpointSnapshot snapshot) throws IOException {
        StateSnapshot state = snapshot.state();
        Weights network = state.weights().weights();
        List<CheckpointFile> files = new ArrayList<>();
        files.add(tensors(WEIGHTS, network, state.weights().parameters()));
        files.add(tensors(FIRST_MOMENT, network, state.m()));
        files.add(tensors(SECOND_MOMENT, network, state.v()));
        StateSnapshot.Network teacher = state.teacher();
        if (teacher != null) {
            files.add(tensors(TEACHER, teacher.weights(), teacher.parameters()));
        }
        files.add(new CheckpointFile(RECIPE, this::writeRecipe));
        if (maps != null) {
            files.add(new CheckpointFile(MAPS, maps::writeTo));
        }
        return save(snapshot.cursor(), files);
    }

    private static CheckpointFile tensors(String name, Weights network, TensorSnapshot flat) {
        return new CheckpointFile(name, channel -> WeightsFile.write(network, flat, channel));
    }

    private CheckpointWriter.Stored save(RunCursor cursor, List<CheckpointFile> files) throws IOException {
        long epochsCompleted = cursor.step() / stepsPerEpoch;
        Map<String, String> state = new TreeMap<>(RecoveryText.write(cursor.recovery()));
        state.put(UPDATES, Long.toString(cursor.updates()));
        state.put(MAPS_EPOCH, Integer.toString(cursor.mapsEpoch()));
        Path folder = store.save(
                new CheckpointContent(cursor.step(), epochsCompleted, recipeHash, state, files),
                retention,
                best == null ? Set.of() : best.judgedSteps());
        verified = folder;
        if (best != null) {
            sweepAfter(best, best::checkpointWritten);
        }
        long bytes = 0;
        for (CheckpointFile file : files) {
            bytes += Files.size(folder.resolve(file.name()));
        }
        return new CheckpointWriter.Stored(folder, bytes);
    }

    @Override
    public void verdictsExpected(Set<Long> steps) {
        if (best != null) {
            best.verdictsExpected(steps);
        }
    }

    @Override
    public void evaluated(long step, List<EvaluationReport> reports) {
        if (best != null) {
            sweepAfter(best, () -> best.evaluated(step, reports));
        }
    }

    // No save may follow for a long time, or ever: what a verdict gives up goes now. The verdict is on disk by then.
    private void sweepAfter(RunBest judge, Runnable verdict) {
        Set<Long> before = judge.judgedSteps();
        verdict.run();
        Path newest = verified;
        if (newest == null || judge.judgedSteps().containsAll(before)) {
            return;
        }
        try {
            store.sweep(newest, retention, judge.judgedSteps());
        } catch (IOException failure) {
            LOG.warn("no older checkpoint is deleted: {}", failure.getMessage());
        }
    }

    /** The run goes on from an earlier step. */
    void wentBack(long step) {
        if (best != null) {
            best.wentBack(step);
        }
    }

    private void writeRecipe(WritableByteChannel channel) throws IOException {
        ByteBuffer text = StandardCharsets.UTF_8.encode(recipe);
        while (text.hasRemaining()) {
            channel.write(text);
        }
    }

    /** Fills a state from a checkpoint, and says where the run stood. */
    RunCursor restore(Checkpoint checkpoint, TrainingState state) throws IOException {
        state.keepForSnapshots();
        verified = checkpoint.folder();
        Weights weights = state.weights();
        read(checkpoint, WEIGHTS, weights, weights.flat());
        read(checkpoint, FIRST_MOMENT, weights, state.optimizer().m());
        read(checkpoint, SECOND_MOMENT, weights, state.optimizer().v());
        Teacher teacher = state.teacher();
        if (teacher != null) {
            read(checkpoint, TEACHER, teacher.weights(), teacher.weights().flat());
        }
        Manifest manifest = checkpoint.manifest();
        int mapsEpoch = mapsEpoch(manifest);
        boolean restored = maps == null || mapsEpoch < 0 || restoreMaps(maps, checkpoint);
        return new RunCursor(
                manifest.step(),
                number(manifest, UPDATES),
                restored ? mapsEpoch : -1,
                RecoveryText.read(manifest.state()));
    }

    /** The epoch at whose start the maps in a checkpoint were made, or -1 if there are none yet. */
    static int mapsEpoch(Manifest manifest) throws IOException {
        return Math.toIntExact(number(manifest, MAPS_EPOCH));
    }

    // Other data are allowed on request only; their maps are made anew then.
    private static boolean restoreMaps(MapStore maps, Checkpoint checkpoint) throws IOException {
        try {
            maps.restore(checkpoint.file(MAPS));
            return true;
        } catch (OtherMapsException changed) {
            LOG.warn("maps are made anew: {}", changed.getMessage());
            return false;
        }
    }

    private static void read(Checkpoint checkpoint, String name, Weights weights, Tensor into) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(checkpoint.file(name))) {
            WeightsFile.read(file, weights, into);
        }
    }

    private static long number(Manifest manifest, String key) throws IOException {
        String value = Optional.ofNullable(manifest.state().get(key))
                .orElseThrow(() -> new FileNotFoundException("the manifest has no " + key));
        return Long.parseLong(value);
    }
}
