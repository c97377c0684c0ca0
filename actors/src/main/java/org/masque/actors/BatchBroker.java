package org.masque.actors;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;
import org.masque.model.data.ViewSource;
import org.masque.model.data.Views;

/**
 * Keeps a few batches ready and hands them out in order, one for each demand.
 *
 * <p>Loaders and planners come for work; so nothing is lost or doubled when one is restarted: the broker knows what
 * each had in hand, and hands it out again. Masks of an epoch are not planned before the epoch is released, which is
 * how {@code masking.refresh = barrier} keeps them from being drawn by old maps.
 */
public final class BatchBroker extends AbstractBehavior<BatchBroker.Command> {
    /** What the broker understands. */
    public sealed interface Command {}

    /** Wants the next batch, as a {@link BatchReady}; one demand at a time. */
    public record DemandBatch(ActorRef<RunCoordinator.Command> replyTo) implements Command {}

    /** Allows masks to be planned for all epochs up to this one. */
    public record ReleaseEpoch(int epoch) implements Command {}

    /** Hands out this batch next, and those after it again; nobody may be waiting for one. */
    record GoBack(long batch) implements Command {}

    record LoaderIdle(ActorRef<BatchLoader.LoadViews> loader) implements Command {}

    /** Too many images are bad; the loader has said which. */
    record DataRejected(String reason) implements Command {}

    record PlannerIdle(ActorRef<MaskPlanner.PlanStates> planner) implements Command {}

    record StatesPlanned(ActorRef<MaskPlanner.PlanStates> planner, long batch, byte[][] states) implements Command {}

    record ViewsLoaded(ActorRef<BatchLoader.LoadViews> loader, long batch, Views views)
            implements Command, OwnedMessage {
        @Override
        public void close() {
            views.close();
        }
    }

    /**
     * Moves the next batch to whoever demanded it.
     *
     * @param batch owned by the receiver
     * @param waitedForDataNanos of the time since the demand, the part without views
     * @param waitedForMasksNanos the rest of that time
     * @param ready batches that are ready behind this one
     */
    public record BatchReady(HostBatch batch, long waitedForDataNanos, long waitedForMasksNanos, int ready)
            implements RunCoordinator.Command, OwnedMessage {
        @Override
        public void close() {
            batch.close();
        }
    }

    /**
     * How the broker works.
     *
     * @param schedule which samples are in which batch
     * @param firstBatch the number to begin at, after a resume not 0
     * @param batches the number of batches of the whole run
     * @param ready batches kept ready, at least 1
     * @param loaders actors that load, at least 1
     * @param planners actors that plan, at least 1
     * @param restarts of loaders and planners that fail
     */
    public record Settings(
            BatchSchedule schedule,
            long firstBatch,
            long batches,
            int ready,
            int loaders,
            int planners,
            RestartPolicy restarts) {}

    private final Settings settings;
    private final RestartObserver restarts;
    private final Map<ActorRef<BatchLoader.LoadViews>, Long> loading = new HashMap<>();
    private final Map<ActorRef<MaskPlanner.PlanStates>, Long> planning = new HashMap<>();
    private final Deque<ActorRef<BatchLoader.LoadViews>> idleLoaders = new ArrayDeque<>();
    private final Deque<ActorRef<MaskPlanner.PlanStates>> idlePlanners = new ArrayDeque<>();
    private final Set<ActorRef<BatchLoader.LoadViews>> abandonedLoaders = new HashSet<>();
    private final Set<ActorRef<MaskPlanner.PlanStates>> abandonedPlanners = new HashSet<>();
    private final TreeSet<Long> lost = new TreeSet<>();
    private final TreeMap<Long, LoadedBatch> loaded = new TreeMap<>();
    private final EpochOrder order;
    private long nextToLoad;
    private long nextToDeliver;
    private int releasedEpoch;
    private @Nullable DemandBatch demand;
    private @Nullable String rejection;
    private long demandedAt;

    /** Hears that a supervised actor was started again after a failure. */
    @FunctionalInterface
    public interface RestartObserver {
        /** An actor of this kind was restarted. */
        void restarted(SupervisedActor actor);
    }

    private static final class LoadedBatch {
        private final Views views;
        private final long loadedAt;
        private byte @Nullable [] @Nullable [] states;
        private boolean planning;

        LoadedBatch(Views views, long loadedAt) {
            this.views = views;
            this.loadedAt = loadedAt;
        }
    }

    private BatchBroker(ActorContext<Command> context, Settings settings, RestartObserver restarts) {
        super(context);
        this.settings = settings;
        this.restarts = restarts;
        this.order = new EpochOrder(settings.schedule());
        this.nextToLoad = settings.firstBatch();
        this.nextToDeliver = settings.firstBatch();
        this.releasedEpoch = -1;
    }

    /**
     * A broker with its own loaders and planners, restarted with back-off when they fail; one that fails too often, or
     * ends, ends the broker, which says why.
     *
     * @param views one source for each loader is made by the supplier, since a source may keep scratch memory
     */
    public static Behavior<Command> create(
            Settings settings, Supplier<ViewSource> views, StatePlanner planner, RestartObserver restarts) {
        return ActorMdc.named(Command.class, Behaviors.setup(context -> {
            BatchBroker broker = new BatchBroker(context, settings, restarts);
            for (int i = 0; i < settings.loaders(); i++) {
                context.watch(context.spawn(
                        settings.restarts()
                                .supervise(ActorMdc.named(
                                        BatchLoader.LoadViews.class,
                                        BatchLoader.create(views.get(), context.getSelf()))),
                        RunActor.LOADER.numbered(i),
                        DispatcherSelector.fromConfig("masque.loader-dispatcher")));
            }
            for (int i = 0; i < settings.planners(); i++) {
                context.watch(context.spawn(
                        settings.restarts()
                                .supervise(ActorMdc.named(
                                        MaskPlanner.PlanStates.class, MaskPlanner.create(planner, context.getSelf()))),
                        RunActor.MASK_PLANNER.numbered(i)));
            }
            return broker;
        }));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(DemandBatch.class, this::onDemandBatch)
                .onMessage(ReleaseEpoch.class, this::onReleaseEpoch)
                .onMessage(GoBack.class, this::onGoBack)
                .onMessage(LoaderIdle.class, this::onLoaderIdle)
                .onMessage(PlannerIdle.class, this::onPlannerIdle)
                .onMessage(DataRejected.class, this::onDataRejected)
                .onMessage(ViewsLoaded.class, this::onViewsLoaded)
                .onMessage(StatesPlanned.class, this::onStatesPlanned)
                .onSignal(Terminated.class, BatchBroker::onTerminated)
                .onSignal(PostStop.class, signal -> onPostStop())
                .build();
    }

    private Behavior<Command> onDemandBatch(DemandBatch message) {
        if (demand != null) {
            throw new IllegalStateException("a second demand before the first was met");
        }
        demand = message;
        demandedAt = System.nanoTime();
        return moveOn();
    }

    private Behavior<Command> onReleaseEpoch(ReleaseEpoch message) {
        releasedEpoch = Math.max(releasedEpoch, message.epoch());
        return moveOn();
    }

    // What is in hand comes still, and is thrown away: its masks may have been planned by other maps.
    private Behavior<Command> onGoBack(GoBack message) {
        abandonedLoaders.addAll(loading.keySet());
        abandonedPlanners.addAll(planning.keySet());
        loading.clear();
        planning.clear();
        lost.clear();
        closeLoaded();
        nextToLoad = message.batch();
        nextToDeliver = message.batch();
        releasedEpoch = -1;
        return moveOn();
    }

    private Behavior<Command> onLoaderIdle(LoaderIdle message) {
        abandonedLoaders.remove(message.loader());
        Long batch = loading.remove(message.loader());
        if (batch != null) {
            lost.add(batch);
            restarts.restarted(SupervisedActor.LOADER);
        }
        idleLoaders.add(message.loader());
        return moveOn();
    }

    private Behavior<Command> onPlannerIdle(PlannerIdle message) {
        abandonedPlanners.remove(message.planner());
        Long batch = planning.remove(message.planner());
        if (batch != null) {
            requireLoaded(batch).planning = false;
            restarts.restarted(SupervisedActor.MASK_PLANNER);
        }
        idlePlanners.add(message.planner());
        return moveOn();
    }

    private Behavior<Command> onViewsLoaded(ViewsLoaded message) {
        if (abandonedLoaders.remove(message.loader())) {
            message.close();
        } else {
            loading.remove(message.loader());
            loaded.put(message.batch(), new LoadedBatch(message.views(), System.nanoTime()));
        }
        idleLoaders.add(message.loader());
        return moveOn();
    }

    private Behavior<Command> onStatesPlanned(StatesPlanned message) {
        if (!abandonedPlanners.remove(message.planner())) {
            planning.remove(message.planner());
            requireLoaded(message.batch()).states = message.states();
        }
        idlePlanners.add(message.planner());
        return moveOn();
    }

    private Behavior<Command> onDataRejected(DataRejected message) {
        rejection = message.reason();
        return moveOn();
    }

    private LoadedBatch requireLoaded(long batch) {
        LoadedBatch entry = loaded.get(batch);
        if (entry == null) {
            throw new IllegalStateException("batch " + batch + " is not here");
        }
        return entry;
    }

    private Behavior<Command> moveOn() {
        startLoading();
        startPlanning();
        deliver();
        return this;
    }

    // Lost batches come first: the run waits for them. Memory is bounded by what is loading and loaded together.
    private void startLoading() {
        while (!idleLoaders.isEmpty() && (!lost.isEmpty() || mayLoadNext())) {
            long batch = lost.isEmpty() ? nextToLoad++ : lost.pollFirst();
            ActorRef<BatchLoader.LoadViews> loader = idleLoaders.remove();
            loading.put(loader, batch);
            int epoch = settings.schedule().epochOfBatch(batch);
            loader.tell(
                    new BatchLoader.LoadViews(batch, epoch, settings.schedule().idsOfBatch(batch, order.of(epoch))));
        }
    }

    private boolean mayLoadNext() {
        return nextToLoad < settings.batches() && loading.size() + loaded.size() < settings.ready();
    }

    private void startPlanning() {
        for (Map.Entry<Long, LoadedBatch> entry : loaded.entrySet()) {
            LoadedBatch batch = entry.getValue();
            int epoch = settings.schedule().epochOfBatch(entry.getKey());
            if (idlePlanners.isEmpty() || epoch > releasedEpoch) {
                return;
            }
            if (batch.states == null && !batch.planning) {
                batch.planning = true;
                ActorRef<MaskPlanner.PlanStates> planner = idlePlanners.remove();
                planning.put(planner, entry.getKey());
                planner.tell(
                        new MaskPlanner.PlanStates(entry.getKey(), epoch, batch.views.ids(), batch.views.geometries()));
            }
        }
    }

    private void deliver() {
        if (demand != null && rejection != null) {
            demand.replyTo().tell(new RunCoordinator.DataRejected(rejection));
            return;
        }
        LoadedBatch batch = loaded.get(nextToDeliver);
        if (demand == null || batch == null || batch.states == null) {
            return;
        }
        loaded.remove(nextToDeliver);
        long now = System.nanoTime();
        long data = Math.max(0, batch.loadedAt - demandedAt);
        HostBatch ready = new HostBatch(
                nextToDeliver,
                settings.schedule().epochOfBatch(nextToDeliver),
                batch.views.images(),
                batch.views.ids(),
                batch.views.geometries(),
                batch.states);
        demand.replyTo().tell(new BatchReady(ready, data, now - demandedAt - data, planned()));
        demand = null;
        nextToDeliver++;
        startLoading();
    }

    private int planned() {
        return (int)
                loaded.values().stream().filter(batch -> batch.states != null).count();
    }

    // What it had in hand would be awaited for ever.
    private static Behavior<Command> onTerminated(Terminated signal) {
        String name = signal.getRef().path().name();
        if (signal instanceof ChildFailed failed) {
            throw new IllegalStateException(name + " failed for good: " + failed.getCause(), failed.getCause());
        }
        throw new IllegalStateException(name + " ended");
    }

    private Behavior<Command> onPostStop() {
        closeLoaded();
        return this;
    }

    private void closeLoaded() {
        loaded.values().forEach(batch -> batch.views.close());
        loaded.clear();
    }

    /** Remembers the order of the epochs that batches in hand belong to. */
    private static final class EpochOrder {
        private final BatchSchedule schedule;
        private final Map<Integer, int[]> orders = new HashMap<>();

        EpochOrder(BatchSchedule schedule) {
            this.schedule = schedule;
        }

        int[] of(int epoch) {
            orders.keySet().removeIf(kept -> kept < epoch - 1);
            return orders.computeIfAbsent(epoch, schedule::order);
        }
    }
}
