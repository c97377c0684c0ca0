package org.masque.actors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.masking.CropBox;
import org.masque.masking.ViewGeometry;
import org.masque.model.data.DataException;
import org.masque.model.data.ViewSource;
import org.masque.model.data.Views;
import org.masque.model.tensor.NativeMemoryException;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.TensorLedger;
import org.masque.model.tensor.TensorRef;

@ExtendWith(NoTensorLeaks.class)
class BatchBrokerTest {
    private static final int BATCHES_PER_EPOCH = 8;
    private static final int BATCHES = 2 * BATCHES_PER_EPOCH;
    // 34 samples: two are left out of each epoch.
    private static final BatchSchedule SCHEDULE = new BatchSchedule(5, 34, 4, 1);

    private final ActorTestKit kit = ActorKits.open();
    private final TestProbe<RunCoordinator.Command> coordinator = kit.createTestProbe();
    private final ConcurrentLinkedQueue<SupervisedActor> restarted = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> deaths = new ConcurrentLinkedQueue<>();

    @AfterEach
    void shutDown() {
        kit.shutdownTestKit();
    }

    // --- the parts

    private static BatchBroker.Settings settings(long firstBatch, int ready, int loaders) {
        return new BatchBroker.Settings(SCHEDULE, firstBatch, BATCHES, ready, loaders, 2, ActorKits.RESTARTS);
    }

    @SuppressWarnings("MustBeClosedChecker") // owned by the views
    private static Views views(int[] ids) {
        ViewGeometry[] geometries = new ViewGeometry[ids.length];
        Arrays.fill(geometries, new ViewGeometry(new CropBox(0, 0, 1, 1, 1, 1), false));
        return new Views(TensorRef.zeros(ids.length, 3, 1, 1), ids, geometries);
    }

    private static byte[][] states(int[] ids) {
        return new byte[ids.length][2];
    }

    private static int[] ids(long batch) {
        return SCHEDULE.idsOfBatch(batch, SCHEDULE.order(SCHEDULE.epochOfBatch(batch)));
    }

    private ActorRef<BatchBroker.Command> broker(
            BatchBroker.Settings settings, Supplier<ViewSource> views, StatePlanner planner) {
        return kit.spawn(Behaviors.intercept(
                () -> new FailureListener<>(BatchBroker.Command.class, failure -> deaths.add(failure.toString())),
                BatchBroker.create(settings, views, planner, restarted::add)));
    }

    private BatchBroker.BatchReady demand(ActorRef<BatchBroker.Command> broker) {
        broker.tell(new BatchBroker.DemandBatch(coordinator.getRef()));
        return coordinator.expectMessageClass(BatchBroker.BatchReady.class);
    }

    private List<int[]> demandAll(ActorRef<BatchBroker.Command> broker, long first, long end) {
        broker.tell(new BatchBroker.ReleaseEpoch(1));
        List<int[]> ids = new ArrayList<>();
        for (long number = first; number < end; number++) {
            try (HostBatch batch = demand(broker).batch()) {
                assertThat(batch.number()).isEqualTo(number);
                assertThat(batch.epoch()).isEqualTo(SCHEDULE.epochOfBatch(number));
                ids.add(batch.ids());
            }
        }
        return ids;
    }

    private static List<int[]> scheduled(long first, long end) {
        List<int[]> ids = new ArrayList<>();
        for (long batch = first; batch < end; batch++) {
            ids.add(ids(batch));
        }
        return ids;
    }

    private static void assertSame(List<int[]> actual, List<int[]> expected) {
        assertThat(actual.toArray(int[][]::new)).isDeepEqualTo(expected.toArray(int[][]::new));
    }

    // --- order

    @Test
    void batchesComeInOrderWhateverOrderTheLoadersFinishIn() {
        CountDownLatch laterOnes = new CountDownLatch(2);
        ViewSource firstIsLast = (epoch, ids) -> {
            if (Arrays.equals(ids, ids(0))) {
                Latches.await(laterOnes);
            } else {
                laterOnes.countDown();
            }
            return views(ids);
        };
        ActorRef<BatchBroker.Command> broker =
                broker(settings(0, 3, 3), () -> firstIsLast, (batch, epoch, ids, geometries) -> states(ids));

        assertSame(demandAll(broker, 0, BATCHES), scheduled(0, BATCHES));
    }

    @ParameterizedTest(name = "from batch {0}")
    @ValueSource(longs = {1, 5, 8, 15})
    void aResumedBrokerGoesOnWithTheSameBatches(long first) {
        ActorRef<BatchBroker.Command> broker = broker(
                settings(first, 2, 2),
                () -> (epoch, ids) -> views(ids),
                (batch, epoch, ids, geometries) -> states(ids));

        assertSame(demandAll(broker, first, BATCHES), scheduled(first, BATCHES));
    }

    @Test
    void theStatesAreThoseOfTheViewsThatCouldBeRead() {
        ViewSource firstIsBad = (epoch, ids) -> views(Arrays.copyOfRange(ids, 1, ids.length));
        StatePlanner idAsState = (batch, epoch, ids, geometries) -> {
            byte[][] states = new byte[ids.length][1];
            for (int i = 0; i < ids.length; i++) {
                states[i][0] = (byte) ids[i];
            }
            return states;
        };
        ActorRef<BatchBroker.Command> broker = broker(settings(0, 2, 2), () -> firstIsBad, idAsState);
        broker.tell(new BatchBroker.ReleaseEpoch(0));

        try (HostBatch batch = demand(broker).batch()) {
            assertThat(batch.ids()).isEqualTo(Arrays.copyOfRange(ids(0), 1, 4));
            assertThat(batch.size()).isEqualTo(3);
            assertThat(batch.geometries()).hasSize(3);
            for (int i = 0; i < batch.size(); i++) {
                assertThat(batch.states()[i][0]).isEqualTo((byte) batch.ids()[i]);
            }
        }
        // So that none is on its way when the kit shuts down.
        demandAll(broker, 1, BATCHES);
    }

    // --- failures

    @Test
    void aBatchWhoseLoaderFailsIsNeitherLostNorDoubled() {
        AtomicInteger loads = new AtomicInteger();
        ViewSource everyFifthFails = (epoch, ids) -> {
            if (loads.incrementAndGet() % 5 == 0) {
                throw new IllegalStateException("a loader fails on purpose");
            }
            return views(ids);
        };
        ActorRef<BatchBroker.Command> broker =
                broker(settings(0, 3, 3), () -> everyFifthFails, (batch, epoch, ids, geometries) -> states(ids));

        assertSame(demandAll(broker, 0, BATCHES), scheduled(0, BATCHES));
        assertThat(restarted).isNotEmpty().containsOnly(SupervisedActor.LOADER);
    }

    @Test
    void aBatchWhosePlannerFailsIsPlannedAgain() {
        AtomicInteger plans = new AtomicInteger();
        StatePlanner everyFifthFails = (batch, epoch, ids, geometries) -> {
            if (plans.incrementAndGet() % 5 == 0) {
                throw new IllegalStateException("a planner fails on purpose");
            }
            return states(ids);
        };
        ActorRef<BatchBroker.Command> broker =
                broker(settings(0, 3, 2), () -> (epoch, ids) -> views(ids), everyFifthFails);

        assertSame(demandAll(broker, 0, BATCHES), scheduled(0, BATCHES));
        assertThat(restarted).isNotEmpty().containsOnly(SupervisedActor.MASK_PLANNER);
    }

    @Test
    void aLoaderThatAlwaysFailsEndsTheBrokerAfterItsRestarts() {
        AtomicInteger loads = new AtomicInteger();
        ViewSource failing = (epoch, ids) -> {
            loads.incrementAndGet();
            throw new NativeMemoryException(1 << 20, new OutOfMemoryError());
        };
        ActorRef<BatchBroker.Command> broker =
                broker(settings(0, 2, 1), () -> failing, (batch, epoch, ids, geometries) -> states(ids));

        assertThat(deathOf(broker)).contains("loader-0 failed for good").contains("NativeMemoryException");
        assertThat(loads).hasValue(ActorKits.RESTARTS.most() + 1);
        assertThat(restarted).hasSize(ActorKits.RESTARTS.most());
    }

    @Test
    void aPlannerThatAlwaysFailsEndsTheBrokerAfterItsRestarts() {
        StatePlanner failing = (batch, epoch, ids, geometries) -> {
            throw new IllegalStateException("no such strategy");
        };
        ActorRef<BatchBroker.Command> broker = broker(settings(0, 2, 1), () -> (epoch, ids) -> views(ids), failing);
        broker.tell(new BatchBroker.ReleaseEpoch(1));

        assertThat(deathOf(broker)).contains("failed for good").contains("no such strategy");
    }

    @Test
    void aLoaderThatEndsByAnErrorEndsTheBroker() {
        ViewSource failing = (epoch, ids) -> {
            throw new AssertionError("a loader ends on purpose");
        };
        ActorRef<BatchBroker.Command> broker =
                broker(settings(0, 2, 1), () -> failing, (batch, epoch, ids, geometries) -> states(ids));

        assertThat(deathOf(broker)).contains("a loader ends on purpose");
        assertThat(restarted).isEmpty();
    }

    // Only a parent hears why an actor ended.
    private String deathOf(ActorRef<BatchBroker.Command> broker) {
        kit.createTestProbe().expectTerminated(broker);
        return deaths.remove();
    }

    @Test
    void badDataAreReportedToWhoeverDemands() {
        ViewSource rejecting = (epoch, ids) -> {
            throw new DataException("9 of 34 images are bad");
        };
        ActorRef<BatchBroker.Command> broker =
                broker(settings(0, 3, 2), () -> rejecting, (batch, epoch, ids, geometries) -> states(ids));

        broker.tell(new BatchBroker.DemandBatch(coordinator.getRef()));

        assertThat(coordinator
                        .expectMessageClass(RunCoordinator.DataRejected.class)
                        .reason())
                .isEqualTo("9 of 34 images are bad");
        assertThat(restarted).isEmpty();
    }

    // --- bounds

    @ParameterizedTest(name = "{0} ready")
    @ValueSource(ints = {1, 2, 3})
    void neverMoreBatchesAreInMemoryThanMayBeReady(int ready) {
        AtomicInteger demanded = new AtomicInteger();
        AtomicInteger begun = new AtomicInteger();
        ConcurrentLinkedQueue<Integer> tooMany = new ConcurrentLinkedQueue<>();
        ViewSource counting = (epoch, ids) -> {
            int ahead = begun.incrementAndGet() - demanded.get();
            if (ahead > ready) {
                tooMany.add(ahead);
            }
            return views(ids);
        };
        ActorRef<BatchBroker.Command> broker =
                broker(settings(0, ready, 4), () -> counting, (batch, epoch, ids, geometries) -> states(ids));
        broker.tell(new BatchBroker.ReleaseEpoch(1));

        for (int i = 0; i < BATCHES; i++) {
            demanded.incrementAndGet();
            try (BatchBroker.BatchReady message = demand(broker)) {
                assertThat(message.ready()).isLessThan(ready);
            }
        }

        assertThat(tooMany).isEmpty();
        assertThat(begun).hasValue(BATCHES);
    }

    @Test
    void masksOfAnEpochAreNotPlannedBeforeItIsReleased() {
        CountDownLatch nextEpochIsLoading = new CountDownLatch(3);
        ViewSource loads = (epoch, ids) -> {
            if (epoch == 1) {
                nextEpochIsLoading.countDown();
            }
            return views(ids);
        };
        AtomicInteger mapsVersion = new AtomicInteger(1);
        StatePlanner byVersion = (batch, epoch, ids, geometries) -> {
            byte[][] states = states(ids);
            for (byte[] view : states) {
                Arrays.fill(view, (byte) mapsVersion.get());
            }
            return states;
        };
        ActorRef<BatchBroker.Command> broker = broker(settings(0, 3, 1), () -> loads, byVersion);
        broker.tell(new BatchBroker.ReleaseEpoch(0));
        for (int i = 0; i < BATCHES_PER_EPOCH; i++) {
            demand(broker).close();
        }
        broker.tell(new BatchBroker.DemandBatch(coordinator.getRef()));
        // The one loader began the third batch, so the broker holds two that it could have planned.
        Latches.await(nextEpochIsLoading);
        coordinator.expectNoMessage();

        mapsVersion.set(2);
        broker.tell(new BatchBroker.ReleaseEpoch(1));

        try (HostBatch batch =
                coordinator.expectMessageClass(BatchBroker.BatchReady.class).batch()) {
            assertThat(batch.epoch()).isEqualTo(1);
            assertThat(List.of(batch.states())).allMatch(view -> view[0] == 2);
        }
        for (int i = 1; i < BATCHES_PER_EPOCH; i++) {
            try (HostBatch batch = demand(broker).batch()) {
                assertThat(List.of(batch.states())).allMatch(view -> view[0] == 2);
            }
        }
    }

    // --- going back

    @ParameterizedTest(name = "to batch {0}")
    @ValueSource(longs = {0, 2, 7})
    void afterGoingBackTheSameBatchesComeAgainWithMasksOfNow(long batch) {
        AtomicInteger mapsVersion = new AtomicInteger(1);
        StatePlanner byVersion = (number, epoch, ids, geometries) -> {
            byte[][] states = states(ids);
            for (byte[] view : states) {
                Arrays.fill(view, (byte) mapsVersion.get());
            }
            return states;
        };
        ActorRef<BatchBroker.Command> broker = broker(settings(0, 4, 3), () -> (epoch, ids) -> views(ids), byVersion);
        broker.tell(new BatchBroker.ReleaseEpoch(1));
        for (int i = 0; i < BATCHES_PER_EPOCH; i++) {
            demand(broker).close();
        }

        mapsVersion.set(2);
        broker.tell(new BatchBroker.GoBack(batch));
        broker.tell(new BatchBroker.ReleaseEpoch(1));

        for (long next = batch; next < BATCHES; next++) {
            try (HostBatch again = demand(broker).batch()) {
                assertThat(again.number()).isEqualTo(next);
                assertThat(again.ids()).isEqualTo(ids(next));
                assertThat(List.of(again.states())).allMatch(view -> view[0] == 2);
            }
        }
        assertThat(restarted).isEmpty();
    }

    // --- the end

    @Test
    void memoryIsFreedWhenItStopsWithBatchesReadyAndOnTheirWay() {
        AtomicLong reclaimed = new AtomicLong();
        ActorRef<Object> reclaimer = ActorKits.reclaimer(kit, reclaimed);
        CountDownLatch loads = new CountDownLatch(5);
        ViewSource counted = (epoch, ids) -> {
            loads.countDown();
            return views(ids);
        };
        ActorRef<BatchBroker.Command> broker =
                broker(settings(0, 4, 3), () -> counted, (batch, epoch, ids, geometries) -> states(ids));
        broker.tell(new BatchBroker.ReleaseEpoch(1));
        demand(broker).close();
        Latches.await(loads);

        kit.stop(broker);
        reclaimer.tell(DeadLetterReclaimer.FINISH);
        kit.createTestProbe().expectTerminated(reclaimer);

        assertThat(TensorLedger.live()).isZero();
    }
}
