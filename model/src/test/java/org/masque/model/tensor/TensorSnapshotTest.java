package org.masque.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.masque.model.tensor.TensorSnapshot.Part;

@ExtendWith(NoTensorLeaks.class)
class TensorSnapshotTest {
    private static final int CHUNK = 64;
    private static final long BLOCK_BYTES = (CHUNK + 16) * 4;
    private final NativeMemoryException noRoom = new NativeMemoryException(1, new OutOfMemoryError("test"));

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    // A live tensor of some parts with gaps between them, and a snapshot of it.
    private static final class Scene implements AutoCloseable {
        private final Random random;
        private final List<Part> parts = new ArrayList<>();
        private final TensorRef live;
        private final float[] cut;
        private final float[] read;
        private final TensorSnapshot snapshot;

        @SuppressWarnings("MustBeClosedChecker") // fields that close() closes
        Scene(long seed) {
            random = new Random(seed);
            long next = 0;
            for (int i = 0; i < 12; i++) {
                next += random.nextInt(20);
                parts.add(new Part(next, 1 + random.nextInt(4 * CHUNK)));
                next += parts.get(i).length();
            }
            live = TensorRef.zeros(next);
            scribble(0, next);
            cut = live.tensor().toArray();
            read = new float[cut.length];
            snapshot = TensorSnapshot.of(live, parts, CHUNK);
        }

        // As AdamW does.
        private void scribble(long from, long to) {
            for (long i = from; i < to; i++) {
                live.tensor().set(i, random.nextFloat());
            }
        }

        void updateSomething() {
            long from = random.nextInt(cut.length);
            long to = from + 1 + random.nextInt(Math.toIntExact(Math.min(5 * CHUNK, cut.length - from)));
            snapshot.keep(from, to);
            scribble(from, to);
        }

        void drain(Part part, Runnable meanwhile) throws IOException {
            long[] next = {part.from()};
            snapshot.drain(part.from(), part.length(), floats -> {
                meanwhile.run();
                System.arraycopy(floats.toArray(), 0, read, Math.toIntExact(next[0]), (int) floats.length());
                next[0] += floats.length();
            });
            assertThat(next[0]).isEqualTo(part.from() + part.length());
        }

        // A file's names stand in another order than the tensor's parts.
        List<Part> shuffled() {
            List<Part> order = new ArrayList<>(parts);
            Collections.shuffle(order, random);
            return order;
        }

        void assertReadAsAtTheCut() {
            assertReadAsAtTheCut(parts);
        }

        void assertReadAsAtTheCut(List<Part> some) {
            for (Part part : some) {
                for (int i = (int) part.from(); i < part.from() + part.length(); i++) {
                    assertThat(Float.floatToRawIntBits(read[i]))
                            .as("float %d", i)
                            .isEqualTo(Float.floatToRawIntBits(cut[i]));
                }
            }
        }

        @Override
        public void close() {
            snapshot.close();
            live.close();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anyOrderOfUpdatesAndReadsGivesTheBitsAtTheCut(long seed) throws IOException {
        try (Scene scene = new Scene(seed)) {
            for (Part part : scene.shuffled()) {
                for (int i = scene.random.nextInt(3); i > 0; i--) {
                    scene.updateSomething();
                }
                scene.drain(part, () -> {
                    if (scene.random.nextInt(4) == 0) {
                        scene.updateSomething();
                    }
                });
            }
            scene.assertReadAsAtTheCut();
        }
    }

    // Two workers share the chunk at their boundary, and nobody waits for anybody.
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void workersThatUpdateWhileItIsReadDoNotShowInIt(long seed) throws Exception {
        int workers = 3;
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        AtomicBoolean done = new AtomicBoolean();
        try (Scene scene = new Scene(seed)) {
            List<Future<?>> updates = new ArrayList<>();
            for (int worker = 0; worker < workers; worker++) {
                long from = (long) scene.cut.length * worker / workers;
                long to = (long) scene.cut.length * (worker + 1) / workers;
                updates.add(threads.submit(() -> {
                    for (float value = 2; !done.get(); value++) {
                        scene.snapshot.keep(from, to);
                        for (long i = from; i < to; i++) {
                            scene.live.tensor().set(i, value);
                        }
                    }
                }));
            }
            for (Part part : scene.shuffled()) {
                scene.drain(part, Thread::onSpinWait);
            }
            done.set(true);
            for (Future<?> update : updates) {
                update.get(1, TimeUnit.MINUTES);
            }
            scene.assertReadAsAtTheCut();
        } finally {
            done.set(true);
            threads.shutdown();
            assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    // The worker that finds no room gives the snapshot up, and changes the floats at once.
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatIsReadOfOneThatIsGivenUpMeanwhileIsAsAtTheCutAndTheRestCannotBeRead(long seed) throws Exception {
        ExecutorService worker = Executors.newSingleThreadExecutor();
        try (Scene scene = new Scene(seed)) {
            int half = scene.parts.size() / 2;
            for (Part part : scene.parts.subList(0, half)) {
                scene.drain(part, Thread::onSpinWait);
            }
            Future<?> update = worker.submit(() -> {
                scene.snapshot.keep(0, scene.cut.length / 3);
                scene.snapshot.giveUp(noRoom);
                scene.live.tensor().zero();
            });
            List<Part> lost = new ArrayList<>();
            for (Part part : scene.parts.subList(half, scene.parts.size())) {
                try {
                    scene.drain(part, Thread::onSpinWait);
                } catch (SnapshotLostException givenUp) {
                    assertThat(givenUp).hasMessageContaining("overtook").hasCause(noRoom);
                    lost.add(part);
                }
            }
            update.get(1, TimeUnit.MINUTES);

            List<Part> whole = new ArrayList<>(scene.parts);
            whole.removeAll(lost);
            scene.assertReadAsAtTheCut(whole);
            assertThatThrownBy(() -> scene.drain(scene.parts.get(0), Thread::onSpinWait))
                    .isInstanceOf(SnapshotLostException.class);
        } finally {
            worker.shutdown();
            assertThat(worker.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    @Test
    void oneThatIsGivenUpHoldsNoCopies() {
        try (Scene scene = new Scene(9)) {
            int before = TensorLedger.live();
            scene.snapshot.keep(0, scene.cut.length);
            scene.snapshot.giveUp(noRoom);
            scene.snapshot.keep(0, scene.cut.length);

            assertThat(TensorLedger.live()).isEqualTo(before);
        }
    }

    @Test
    void aReaderThatIsFasterThanTheUpdatesCostsOneChunk() throws IOException {
        try (Scene scene = new Scene(7)) {
            long before = TensorLedger.bytes();
            for (Part part : scene.parts) {
                scene.drain(
                        part, () -> assertThat(TensorLedger.bytes() - before).isLessThanOrEqualTo(BLOCK_BYTES));
                scene.snapshot.keep(part.from(), part.from() + part.length());
                scene.scribble(part.from(), part.from() + part.length());
            }
            assertThat(TensorLedger.bytes() - before).isLessThanOrEqualTo(BLOCK_BYTES);
            scene.assertReadAsAtTheCut();
        }
    }

    @Test
    void whatIsKeptForASlowReaderIsKeptOnceAndFreedWithEachChunkRead() throws IOException {
        try (Scene scene = new Scene(8)) {
            long before = TensorLedger.bytes();
            int live = TensorLedger.live();
            scene.snapshot.keep(0, scene.cut.length);
            long kept = TensorLedger.bytes() - before;
            int chunks = TensorLedger.live() - live;
            scene.snapshot.keep(0, scene.cut.length);

            assertThat(TensorLedger.live() - live).isEqualTo(chunks);
            assertThat(kept).isGreaterThan(4L * chunks);
            List<Integer> held = new ArrayList<>();
            for (Part part : scene.shuffled()) {
                scene.drain(part, () -> held.add(TensorLedger.live() - live));
            }
            // The one in hand is freed after it is written; one block more is the staging memory.
            assertThat(held.get(0)).isEqualTo(chunks + 1);
            assertThat(held).isSortedAccordingTo(Collections.reverseOrder()).doesNotHaveDuplicates();
            assertThat(TensorLedger.live() - live).isEqualTo(1);
        }
    }

    @Test
    void onlyChunksThatAreTouchedAreKept() {
        try (TensorRef live = TensorRef.zeros(10 * CHUNK);
                TensorSnapshot snapshot = TensorSnapshot.of(live, List.of(new Part(0, 10 * CHUNK)), CHUNK)) {
            int before = TensorLedger.live();
            snapshot.keep(CHUNK, 2 * CHUNK);
            assertThat(TensorLedger.live() - before).isEqualTo(1);
            snapshot.keep(4 * CHUNK - 1, 4 * CHUNK + 1);
            assertThat(TensorLedger.live() - before).isEqualTo(3);
            snapshot.keep(5, 5);
            assertThat(TensorLedger.live() - before).isEqualTo(3);
            assertThat(snapshot.kept()).isEqualTo(3 * CHUNK);
        }
    }

    @MustBeClosed
    private static TensorSnapshot ofThree() {
        try (TensorRef live = TensorRef.of(new float[] {1, 2, 3}, 3)) {
            return TensorSnapshot.of(live, List.of(new Part(0, 1), new Part(1, 2)));
        }
    }

    @Test
    void itOutlivesTheOwnerOfTheLiveTensor() throws IOException {
        List<Float> read = new ArrayList<>();
        try (TensorSnapshot snapshot = ofThree()) {
            snapshot.drain(1, 2, floats -> read.addAll(List.of(floats.get(0), floats.get(1))));
        }
        assertThat(read).containsExactly(2f, 3f);
    }

    @Test
    void aWriteThatFailsLeavesNothingBehindAndMayNotBeTriedAgain() {
        try (TensorSnapshot snapshot = ofThree()) {
            snapshot.keep(0, 3);
            TensorSnapshot.Sink full = floats -> {
                throw new IOException("No space left on device");
            };
            assertThatThrownBy(() -> snapshot.drain(1, 2, full)).hasMessage("No space left on device");
            assertThatThrownBy(() -> snapshot.drain(1, 2, floats -> {}))
                    .hasMessage("floats 1 to 3 were read before, or given up");
        }
    }

    @Test
    void halfAPartCannotBeRead() {
        try (TensorSnapshot snapshot = ofThree()) {
            assertThatThrownBy(() -> snapshot.drain(1, 1, floats -> {}))
                    .hasMessage("floats 1 to 2 are not whole parts of the snapshot");
        }
    }

    @Test
    @SuppressWarnings("MustBeClosedChecker") // closed in the test
    void onceClosedItKeepsNothingAndMayNotBeClosedAgain() {
        int before = TensorLedger.live();
        TensorSnapshot snapshot = ofThree();
        snapshot.keep(0, 1);
        snapshot.close();
        snapshot.keep(0, 3);

        assertThat(TensorLedger.live()).isEqualTo(before);
        assertThatThrownBy(snapshot::close).isInstanceOf(IllegalStateException.class);
        assertThat(TensorLedger.live()).isEqualTo(before);
    }
}
