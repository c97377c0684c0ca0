package org.masque.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.masque.actors.SideWork.Kind;
import org.masque.masking.CropBox;
import org.masque.masking.ViewGeometry;
import org.masque.model.data.DataException;
import org.masque.model.data.ViewSource;
import org.masque.model.data.Views;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.maps.MapStamp;
import org.masque.model.maps.MapStore;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.TensorLedger;
import org.masque.model.tensor.TensorRef;
import org.masque.model.vit.AttentionMaps;
import org.masque.model.vit.Initialization;
import org.masque.model.vit.Weights;

@ExtendWith(NoTensorLeaks.class)
class AttentionMapperTest {
    private static final int SIDE = TinyNetwork.SHAPE.imageHeight();
    private static final long SEED = 3;
    // A matrix of another height may be summed in another order, and a map is stretched to 0..1 then.
    private static final float TOLERANCE = 1e-4f;

    private final ActorTestKit kit = ActorKits.open();
    private final TestProbe<RunCoordinator.Command> coordinator = kit.createTestProbe();

    @TempDir
    private Path folder;

    @AfterEach
    void shutDown() {
        kit.shutdownTestKit();
    }

    // The pixels of an image depend on its id alone.
    @SuppressWarnings("MustBeClosedChecker") // owned by the views
    private static Views images(int[] ids) {
        float[] pixels = new float[ids.length * 3 * SIDE * SIDE];
        for (int i = 0; i < ids.length; i++) {
            SplittableRandom random = new SplittableRandom(ids[i]);
            for (int p = 0; p < 3 * SIDE * SIDE; p++) {
                pixels[i * 3 * SIDE * SIDE + p] = (float) random.nextDouble(-2, 2);
            }
        }
        ViewGeometry[] geometries = new ViewGeometry[ids.length];
        Arrays.fill(geometries, new ViewGeometry(new CropBox(0, 0, SIDE, SIDE, SIDE, SIDE), false));
        return new Views(TensorRef.of(pixels, ids.length, 3, SIDE, SIDE), ids, geometries);
    }

    private ActorRef<AttentionMapper.Command> mapper(ViewSource images, @Nullable MapStore store, int count) {
        return kit.spawn(
                SideActor.supervised(
                        Kind.REFRESH,
                        AttentionMapper.Command.class,
                        coordinator.getRef(),
                        ActorKits.RESTARTS,
                        AttentionMapper.create(new AttentionMapper.Settings(
                                AttentionMaps::new,
                                () -> KernelsProvider.open("auto"),
                                () -> images,
                                store,
                                count,
                                SideTurns.unlimited()))),
                DispatcherSelector.fromConfig("masque.pinned-dispatcher"));
    }

    private MapStore store(int images) throws IOException {
        return MapStore.open(folder.resolve("maps.bin"), images, TinyNetwork.SHAPE.grid());
    }

    private AttentionMapper.RefreshMaps request() {
        return new AttentionMapper.RefreshMaps(new WeightsSnapshot(weights(), 12, 4), coordinator.getRef());
    }

    @SuppressWarnings("MustBeClosedChecker") // moved out
    private static Weights weights() {
        Weights weights = Weights.zeros(TinyNetwork.SHAPE);
        Initialization.fill(weights, SEED);
        return weights;
    }

    private SideWork.MapsRefreshed expectMaps() {
        RunCoordinator.Command answer = expectAnswer();
        assertThat(answer).isInstanceOf(SideWork.MapsRefreshed.class);
        return (SideWork.MapsRefreshed) answer;
    }

    private RunCoordinator.Command expectAnswer() {
        List<RunCoordinator.Command> heard = coordinator.fishForMessage(
                Duration.ofSeconds(30),
                message -> message instanceof SideWork.Advanced
                        ? FishingOutcomes.continueAndIgnore()
                        : FishingOutcomes.complete());
        return heard.get(0);
    }

    @Test
    void everyImageGetsTheMapThatItWouldGetAlone() throws IOException {
        int count = 150;
        try (MapStore store = store(count)) {
            mapper((epoch, ids) -> images(ids), store, count).tell(request());

            SideWork.MapsRefreshed answer = expectMaps();

            assertThat(answer.version()).isEqualTo(12);
            assertThat(answer.epoch()).isEqualTo(4);
            assertMapsOfEachImageAlone(store, count);
        }
    }

    private static void assertMapsOfEachImageAlone(MapStore store, int count) {
        float[] stored = new float[TinyNetwork.SHAPE.patches()];
        try (Weights weights = weights();
                Kernels kernels = KernelsProvider.open("auto");
                AttentionMaps maps = new AttentionMaps(weights, kernels)) {
            for (int id = 0; id < count; id++) {
                try (Views alone = images(new int[] {id})) {
                    assertThat(store.read(id, stored)).isTrue();
                    assertThat(store.stamp(id)).isEqualTo(new MapStamp(12, 4));
                    assertThat(stored).containsExactly(maps.of(alone.tensor())[0], within(TOLERANCE));
                }
            }
        }
    }

    @Test
    void theSameWeightsMakeTheSameBits() throws IOException {
        int count = 70;
        float[] first = new float[TinyNetwork.SHAPE.patches()];
        float[] again = new float[TinyNetwork.SHAPE.patches()];
        try (MapStore store = store(count);
                MapStore other = MapStore.open(folder.resolve("again.bin"), count, TinyNetwork.SHAPE.grid())) {
            mapper((epoch, ids) -> images(ids), store, count).tell(request());
            expectMaps();
            mapper((epoch, ids) -> images(ids), other, count).tell(request());
            expectMaps();

            for (int id = 0; id < count; id++) {
                assertThat(store.read(id, first)).isTrue();
                assertThat(other.read(id, again)).isTrue();
                assertThat(again).isEqualTo(first);
            }
        }
    }

    @Test
    void aSecondRefreshReplacesTheFirst() throws IOException {
        int count = 10;
        try (MapStore store = store(count)) {
            ActorRef<AttentionMapper.Command> mapper = mapper((epoch, ids) -> images(ids), store, count);
            mapper.tell(request());
            expectMaps();

            mapper.tell(new AttentionMapper.RefreshMaps(new WeightsSnapshot(weights(), 20, 6), coordinator.getRef()));
            expectMaps();

            assertThat(store.stamp(0)).isEqualTo(new MapStamp(20, 6));
            assertThat(store.stamp(count - 1)).isEqualTo(new MapStamp(20, 6));
        }
    }

    @Test
    void aStopInTheMiddleLeavesNoMemoryAndNoAnswer() throws IOException {
        int count = 100_000;
        AtomicInteger pieces = new AtomicInteger();
        CountDownLatch underWay = new CountDownLatch(2);
        ViewSource counting = (epoch, ids) -> {
            pieces.incrementAndGet();
            underWay.countDown();
            return images(ids);
        };
        try (MapStore store = store(count)) {
            ActorRef<AttentionMapper.Command> mapper = mapper(counting, store, count);
            mapper.tell(request());
            Latches.await(underWay);

            kit.stop(mapper);

            assertThat(TensorLedger.live()).isZero();
            assertThat(pieces.get()).isLessThan(count / 64);
            RunCoordinator.Command last = new SideWork.Failed(Kind.REFRESH, "the last of all");
            coordinator.getRef().tell(last);
            assertThat(expectAnswer()).isSameAs(last);
        }
    }

    @Test
    void aRefreshThatFailsIsToldWhenTheMapperIsBackAndTheNextOneSucceeds() throws IOException {
        int count = 100;
        AtomicInteger pieces = new AtomicInteger();
        ViewSource secondPieceFails = (epoch, ids) -> {
            if (pieces.incrementAndGet() == 2) {
                throw new IllegalStateException("the disk is gone");
            }
            return images(ids);
        };
        try (MapStore store = store(count)) {
            ActorRef<AttentionMapper.Command> mapper = mapper(secondPieceFails, store, count);
            mapper.tell(request());
            assertThat(coordinator.expectMessageClass(SideWork.Advanced.class))
                    .isEqualTo(new SideWork.Advanced(Kind.REFRESH, new WorkStage("maps", 64, count, "images")));
            SideWork.Restarted restarted = coordinator.expectMessageClass(SideWork.Restarted.class);
            ActorKits.assertThatOnlyKernelsHoldMemory();
            mapper.tell(request());

            assertThat(restarted)
                    .isEqualTo(
                            new SideWork.Restarted(Kind.REFRESH, "java.lang.IllegalStateException: the disk is gone"));
            expectMaps();
            assertMapsOfEachImageAlone(store, count);
        }
    }

    @Test
    void dataThatAreBadBeyondTheBudgetAreNoFailureOfTheMapper() throws IOException {
        ViewSource rejecting = (epoch, ids) -> {
            throw new DataException("9 of 34 images are bad");
        };
        try (MapStore store = store(10)) {
            ActorRef<AttentionMapper.Command> mapper = mapper(rejecting, store, 10);
            mapper.tell(request());

            assertThat(coordinator
                            .expectMessageClass(RunCoordinator.DataRejected.class)
                            .reason())
                    .isEqualTo("9 of 34 images are bad");
            kit.stop(mapper);
            assertThat(TensorLedger.live()).isZero();
        }
    }

    @Test
    void aRefreshThatCannotEvenBeginIsToldToo() {
        ActorRef<AttentionMapper.Command> mapper = mapper((epoch, ids) -> images(ids), null, 10);

        mapper.tell(request());

        assertThat(coordinator.expectMessageClass(SideWork.Restarted.class).kind())
                .isEqualTo(Kind.REFRESH);
        kit.stop(mapper);
        assertThat(TensorLedger.live()).isZero();
    }
}
