package org.masque.model.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.model.kernels.AdamStep;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.SnapshotLostException;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorLedger;
import org.masque.model.tensor.TensorSnapshot;
import org.masque.model.vit.ParameterLayout;
import org.masque.model.vit.TinyNetworks;

@ExtendWith(NoTensorLeaks.class)
@SuppressWarnings("MustBeClosedChecker") // a training state owns its weights
class StateSnapshotTest {
    private static final int WORKERS = 3;

    @MustBeClosed
    private static TrainingState state() {
        return new TrainingState(TinyNetworks.weights(1), 0.05f, WORKERS, new Teacher.Decay(0.9, 0.9, 1));
    }

    private static void fillGradients(TrainingState state, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (long i = 0; i < state.gradients(0).length(); i++) {
            state.gradients(0).set(i, (float) (random.nextDouble() - 0.5));
        }
    }

    private static void update(TrainingState state, Kernels kernels, int worker, int count) {
        state.updateSlice(worker, kernels, new AdamStep(1e-2f, 0.9f, 0.95f, 1e-8f, count), 1, 0);
    }

    private static void step(TrainingState state, Kernels kernels, int count) {
        for (int worker = 0; worker < WORKERS; worker++) {
            update(state, kernels, worker, count);
        }
    }

    // All that a checkpoint holds, by buffer and name.
    private static Map<String, List<Float>> live(TrainingState state) {
        Map<String, List<Float>> all = new LinkedHashMap<>();
        for (ParameterLayout.Slice slice : state.weights().layout().slices()) {
            all.put("w " + slice.name(), floats(slice(state.weights().flat(), slice)));
            all.put("m " + slice.name(), floats(slice(state.optimizer().m(), slice)));
            all.put("v " + slice.name(), floats(slice(state.optimizer().v(), slice)));
            all.put(
                    "t " + slice.name(),
                    floats(slice(
                            Objects.requireNonNull(state.teacher()).weights().flat(), slice)));
        }
        return all;
    }

    private static Tensor slice(Tensor flat, ParameterLayout.Slice slice) {
        return flat.slice(slice.offset(), slice.length());
    }

    private static List<Float> floats(Tensor tensor) {
        List<Float> list = new ArrayList<>();
        for (float value : tensor.toArray()) {
            list.add(value);
        }
        return list;
    }

    private static Map<String, List<Float>> drained(StateSnapshot snapshot) throws IOException {
        Map<String, List<Float>> all = new LinkedHashMap<>();
        for (ParameterLayout.Slice slice : snapshot.weights().weights().layout().slices()) {
            all.put("w " + slice.name(), drained(snapshot.weights().parameters(), slice));
            all.put("m " + slice.name(), drained(snapshot.m(), slice));
            all.put("v " + slice.name(), drained(snapshot.v(), slice));
            all.put(
                    "t " + slice.name(),
                    drained(Objects.requireNonNull(snapshot.teacher()).parameters(), slice));
        }
        return all;
    }

    private static List<Float> drained(TensorSnapshot flat, ParameterLayout.Slice slice) throws IOException {
        List<Float> list = new ArrayList<>();
        flat.drain(slice.offset(), slice.length(), floats -> list.addAll(floats(floats)));
        return list;
    }

    @Test
    void updatesBeforeItIsReadDoNotShowInIt() throws IOException {
        try (TrainingState state = state();
                Kernels kernels = KernelsProvider.open("simd")) {
            fillGradients(state, 1);
            step(state, kernels, 1);
            Map<String, List<Float>> cut = live(state);
            try (StateSnapshot snapshot = state.snapshot()) {
                step(state, kernels, 2);
                step(state, kernels, 3);
                assertThat(live(state)).isNotEqualTo(cut);
                assertThat(snapshot.keptBytes())
                        .isEqualTo(4 * 4 * state.weights().layout().trained());
                assertThat(drained(snapshot)).isEqualTo(cut);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void workersThatUpdateWhileItIsReadMakeTheSameWeightsAsWithoutASnapshot(long seed) throws Exception {
        int steps = 20;
        ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
        try (TrainingState alone = state();
                TrainingState watched = state();
                Kernels kernels = KernelsProvider.open("simd");
                StateSnapshot snapshot = watched.snapshot()) {
            Map<String, List<Float>> cut = live(watched);
            fillGradients(alone, seed);
            fillGradients(watched, seed);
            for (int count = 1; count <= steps; count++) {
                step(alone, kernels, count);
            }
            List<Future<?>> workers = new ArrayList<>();
            CyclicBarrier boundary = new CyclicBarrier(WORKERS);
            for (int worker = 0; worker < WORKERS; worker++) {
                int index = worker;
                workers.add(threads.submit(() -> {
                    try (Kernels own = KernelsProvider.open("simd")) {
                        for (int count = 1; count <= steps; count++) {
                            update(watched, own, index, count);
                            boundary.await(1, TimeUnit.MINUTES);
                        }
                    }
                    return null;
                }));
            }
            assertThat(drained(snapshot)).isEqualTo(cut);
            for (Future<?> worker : workers) {
                worker.get(1, TimeUnit.MINUTES);
            }
            assertThat(live(watched)).isEqualTo(live(alone));
        } finally {
            threads.shutdown();
            assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    @Test
    void whereThereIsNoRoomForACopyTheUpdateIsMadeAndTheSnapshotIsGivenUp() {
        try (TrainingState alone = state();
                TrainingState watched = state();
                Kernels kernels = KernelsProvider.open("simd");
                StateSnapshot snapshot = watched.snapshot()) {
            fillGradients(alone, 3);
            fillGradients(watched, 3);
            step(alone, kernels, 1);
            long before = TensorLedger.bytes();
            // Room for the copies of the first buffer, which are freed again then.
            TensorLedger.limitTo(before + 4 * watched.weights().layout().length());
            try {
                step(watched, kernels, 1);
            } finally {
                TensorLedger.limitTo(0);
            }

            assertThat(live(watched)).isEqualTo(live(alone));
            assertThat(snapshot.keptBytes()).isPositive();
            assertThat(TensorLedger.bytes()).isEqualTo(before);
            assertThatThrownBy(() -> drained(snapshot))
                    .isInstanceOf(SnapshotLostException.class)
                    .hasMessageContaining("-Dmasque.maxNativeBytes");
        }
    }

    @Test
    void whoeverOverwritesTheStateByOtherMeansKeepsItFirst() throws IOException {
        try (TrainingState state = state();
                StateSnapshot snapshot = state.snapshot()) {
            Map<String, List<Float>> cut = live(state);
            state.keepForSnapshots();
            state.weights().flat().zero();
            state.mapWeights().flat().zero();
            state.optimizer().m().copyFrom(state.gradients(1));

            assertThat(drained(snapshot)).isEqualTo(cut);
        }
    }

    @Test
    void nothingIsCopiedWhenNoSnapshotIsOpen() {
        try (TrainingState state = state();
                Kernels kernels = KernelsProvider.open("simd")) {
            int before = TensorLedger.live();
            state.snapshot().close();
            step(state, kernels, 1);
            assertThat(TensorLedger.live()).isEqualTo(before);
        }
    }

    @Test
    void severalSnapshotsAreEachOfTheirOwnMoment() throws IOException {
        try (TrainingState state = state();
                Kernels kernels = KernelsProvider.open("simd")) {
            fillGradients(state, 2);
            Map<String, List<Float>> first = live(state);
            try (StateSnapshot early = state.snapshot()) {
                step(state, kernels, 1);
                Map<String, List<Float>> second = live(state);
                try (StateSnapshot late = state.snapshot()) {
                    step(state, kernels, 2);
                    assertThat(drained(late)).isEqualTo(second);
                }
                assertThat(drained(early)).isEqualTo(first);
            }
        }
    }

    @Test
    void aStateMayBeClosedBeforeItsSnapshot() throws IOException {
        StateSnapshot snapshot;
        Map<String, List<Float>> cut;
        try (TrainingState state = state()) {
            cut = live(state);
            snapshot = state.snapshot();
        }
        try (snapshot) {
            assertThat(drained(snapshot)).isEqualTo(cut);
        }
    }
}
