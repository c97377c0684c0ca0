package org.masque.actors.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.masque.actors.CheckpointSnapshot;
import org.masque.actors.CheckpointWriter;
import org.masque.actors.Recovery;
import org.masque.actors.Recovery.Rollback;
import org.masque.actors.RunCursor;
import org.masque.model.checkpoint.Checkpoint;
import org.masque.model.checkpoint.CheckpointSaveException;
import org.masque.model.checkpoint.CheckpointStore;
import org.masque.model.checkpoint.Retention;
import org.masque.model.kernels.AdamStep;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.maps.MapStore;
import org.masque.model.objective.TrainingState;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorLedger;
import org.masque.model.vit.Initialization;
import org.masque.model.vit.ModelShape;
import org.masque.model.vit.ModelShape.Tower;
import org.masque.model.vit.ParameterLayout;
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

    private static RunCheckpoints checkpoints(CheckpointStore store, @Nullable MapStore maps) {
        return new RunCheckpoints(store, new Retention(2, 0), null, STEPS_PER_EPOCH, maps, "recipe text", "hash");
    }

    private MapStore maps(String name, int images) throws IOException {
        return MapStore.open(folder.resolve(name), images, SHAPE.grid());
    }

    private static void fill(Tensor tensor, float value) {
        float[] values = new float[Math.toIntExact(tensor.length())];
        Arrays.fill(values, value);
        tensor.copyFrom(values);
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // the state owns its weights
    private static TrainingState trained() {
        TrainingState state = new TrainingState(Weights.zeros(SHAPE), 0, 1);
        Initialization.fill(state.weights(), 5);
        fill(state.optimizer().m(), 0.5f);
        fill(state.optimizer().v(), 0.25f);
        return state;
    }

    @MustBeClosed
    private static CheckpointSnapshot snapshot() {
        try (TrainingState state = trained()) {
            return CheckpointSnapshot.of(state, CURSOR);
        }
    }

    private CheckpointWriter.Stored save(MapStore maps) throws IOException {
        maps.write(1, MAP, 16, 3);
        try (CheckpointSnapshot snapshot = snapshot()) {
            return checkpoints(store(), maps).write(snapshot);
        }
    }

    private RunCursor restore(TrainingState state, @Nullable MapStore maps) throws IOException {
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
                TrainingState expected = trained()) {
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
    @SuppressWarnings("MustBeClosedChecker") // the state owns its weights
    void whatTrainingOverwritesWhileItIsWrittenIsInTheCheckpointAsItWas() throws Exception {
        AtomicBoolean written = new AtomicBoolean();
        CountDownLatch overwritten = new CountDownLatch(1);
        ExecutorService worker = Executors.newSingleThreadExecutor();
        try (TrainingState state = trained();
                TrainingState cut = trained();
                TrainingState restored = new TrainingState(Weights.zeros(SHAPE), 0, 1)) {
            Future<?> updates;
            try (CheckpointSnapshot snapshot = CheckpointSnapshot.of(state, CURSOR)) {
                updates = worker.submit(() -> update(state, overwritten, written));
                overwritten.await();
                checkpoints(store(), null).write(snapshot);
            } finally {
                written.set(true);
            }
            updates.get(1, TimeUnit.MINUTES);
            restore(restored, null);

            assertThat(state.weights().flat().toArray())
                    .isNotEqualTo(cut.weights().flat().toArray());
            assertThat(restored.weights().flat().toArray())
                    .isEqualTo(cut.weights().flat().toArray());
            assertThat(named(restored, restored.optimizer().m())).containsOnly(0.5f);
            assertThat(named(restored, restored.optimizer().v())).containsOnly(0.25f);
        } finally {
            worker.shutdown();
            assertThat(worker.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    @Test
    void whereTrainingOvertakesAndHasNoRoomForACopyTheCheckpointFailsAndTheOneBeforeStays() throws IOException {
        try (MapStore maps = maps("maps.bin", 3);
                TrainingState state = trained()) {
            Path before = save(maps).folder();
            try (CheckpointSnapshot snapshot = CheckpointSnapshot.of(state, new RunCursor(18, 17, -1))) {
                TensorLedger.limitTo(1);
                state.keepForSnapshots();
                TensorLedger.limitTo(0);

                assertThatThrownBy(() -> checkpoints(store(), null).write(snapshot))
                        .isInstanceOf(CheckpointSaveException.class)
                        .hasMessageContaining("what it overwrote could not be kept")
                        .hasMessageContaining("-Dmasque.maxNativeBytes");
            } finally {
                TensorLedger.limitTo(0);
            }
            assertThat(before.getParent()).isDirectoryNotContaining("glob:**.tmp-*");
            assertThat(restore(state, null).step()).isEqualTo(CURSOR.step());
        }
    }

    private static void update(TrainingState state, CountDownLatch overwritten, AtomicBoolean written) {
        try (Kernels kernels = KernelsProvider.open("simd")) {
            fill(state.gradients(0), 1);
            for (int count = 1; count == 1 || !written.get(); count++) {
                state.updateSlice(0, kernels, new AdamStep(1e-2f, 0.9f, 0.95f, 1e-8f, count), 1, 0);
                overwritten.countDown();
            }
        }
    }

    private static float[] named(TrainingState state, Tensor flat) {
        float[] all = new float[Math.toIntExact(state.weights().layout().trained())];
        int next = 0;
        for (ParameterLayout.Slice slice : state.weights().layout().slices()) {
            for (long i = 0; i < slice.length(); i++) {
                all[next++] = flat.get(slice.offset() + i);
            }
        }
        return all;
    }

    @Test
    void aStateThatIsFilledFromACheckpointIsKeptForWhoeverStillWritesIt() throws IOException {
        try (MapStore maps = maps("maps.bin", 3);
                TrainingState state = trained()) {
            save(maps);
            state.weights().flat().zero();
            try (CheckpointSnapshot zeros = CheckpointSnapshot.of(state, CURSOR)) {
                restore(state, null);
                checkpoints(new CheckpointStore(folder.resolve("other"), "test"), null)
                        .write(zeros);
            }
            try (Checkpoint other = new CheckpointStore(folder.resolve("other"), "test")
                    .newestValid()
                    .orElseThrow()) {
                checkpoints(store(), null).restore(other, state);
            }
            assertThat(state.weights().flat().toArray()).containsOnly(0);
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
