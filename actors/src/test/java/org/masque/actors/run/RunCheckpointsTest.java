package org.masque.actors.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.masque.actors.CheckpointSnapshot;
import org.masque.actors.CheckpointWriter;
import org.masque.actors.Recovery;
import org.masque.actors.Recovery.Rollback;
import org.masque.actors.RunCursor;
import org.masque.model.checkpoint.Checkpoint;
import org.masque.model.checkpoint.CheckpointStore;
import org.masque.model.checkpoint.Retention;
import org.masque.model.maps.MapStore;
import org.masque.model.objective.TrainingState;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.TensorRef;
import org.masque.model.vit.Initialization;
import org.masque.model.vit.ModelShape;
import org.masque.model.vit.ModelShape.Tower;
import org.masque.model.vit.Weights;

@ExtendWith(NoTensorLeaks.class)
class RunCheckpointsTest {
    private static final ModelShape SHAPE = new ModelShape(16, 16, 8, Tower.of(8, 1, 2), Tower.of(8, 1, 2));
    private static final RunCursor CURSOR = new RunCursor(
            17, 16, 3, new Recovery(List.of(0.1, 1.0 / 3), 2, List.of(new Rollback(3, 7, 0.5), new Rollback(9, 9, 1))));
    private static final int STEPS_PER_EPOCH = 5;
    private static final float[] MAP = {0, 0.25f, 0.5f, 1};

    @TempDir
    private Path folder;

    private CheckpointStore store() {
        return new CheckpointStore(folder, "test");
    }

    private static RunCheckpoints checkpoints(CheckpointStore store, MapStore maps) {
        return new RunCheckpoints(store, new Retention(2, 0), null, STEPS_PER_EPOCH, maps, "recipe text", "hash");
    }

    private MapStore maps(String name, int images) throws IOException {
        return MapStore.open(folder.resolve(name), images, SHAPE.grid());
    }

    @SuppressWarnings("MustBeClosedChecker") // moved out
    private static TensorRef filled(long length, float value) {
        TensorRef ref = TensorRef.zeros(length);
        float[] values = new float[Math.toIntExact(length)];
        Arrays.fill(values, value);
        ref.tensor().copyFrom(values);
        return ref;
    }

    @SuppressWarnings("MustBeClosedChecker") // closed by the snapshot
    private static CheckpointSnapshot snapshot() {
        Weights weights = Weights.zeros(SHAPE);
        Initialization.fill(weights, 5);
        long length = weights.flat().length();
        return new CheckpointSnapshot(weights, filled(length, 0.5f), filled(length, 0.25f), null, CURSOR);
    }

    private CheckpointWriter.Stored save(MapStore maps) throws IOException {
        maps.write(1, MAP, 16, 3);
        try (CheckpointSnapshot snapshot = snapshot()) {
            return checkpoints(store(), maps).write(snapshot);
        }
    }

    private RunCursor restore(TrainingState state, MapStore maps) throws IOException {
        CheckpointStore store = store();
        try (Checkpoint newest = store.newestValid().orElseThrow()) {
            return checkpoints(store, maps).restore(newest, state);
        }
    }

    @Test
    @SuppressWarnings("MustBeClosedChecker") // the state owns its weights
    void whatWasWrittenComesBackToTheBit() throws IOException {
        try (MapStore maps = maps("maps.bin", 3);
                MapStore other = maps("other.bin", 3);
                TrainingState state = new TrainingState(Weights.zeros(SHAPE), 0, 1);
                CheckpointSnapshot expected = snapshot()) {
            CheckpointWriter.Stored stored = save(maps);
            RunCursor cursor = restore(state, other);

            assertThat(stored.folder()).isDirectoryContaining("glob:**" + RunCheckpoints.WEIGHTS);
            assertThat(stored.bytes()).isPositive();
            assertThat(cursor).isEqualTo(CURSOR);
            assertThat(state.weights().flat().toArray())
                    .isEqualTo(expected.weights().flat().toArray());
            assertThat(state.optimizer().m().toArray()).contains(0.5f);
            assertThat(state.optimizer().v().toArray()).contains(0.25f);
            float[] map = new float[SHAPE.patches()];
            assertThat(other.read(1, map)).isTrue();
            assertThat(map[3]).isEqualTo(1);
            assertThat(other.read(0, map)).isFalse();
        }
    }

    @Test
    void theManifestCountsTheEpochsThatAreComplete() throws IOException {
        try (MapStore maps = maps("maps.bin", 3)) {
            save(maps);
        }
        try (Checkpoint newest = store().newestValid().orElseThrow()) {
            assertThat(newest.manifest().epoch()).isEqualTo(17 / STEPS_PER_EPOCH);
        }
    }

    @Test
    @SuppressWarnings("MustBeClosedChecker") // the state owns its weights
    void mapsOfOtherImagesAreLeftOutAndToBeMadeAnew() throws IOException {
        try (MapStore maps = maps("maps.bin", 3);
                MapStore larger = maps("larger.bin", 4);
                TrainingState state = new TrainingState(Weights.zeros(SHAPE), 0, 1)) {
            save(maps);

            assertThat(restore(state, larger)).isEqualTo(new RunCursor(17, 16, -1, CURSOR.recovery()));
            assertThat(larger.stamp(1)).isNull();
        }
    }
}
