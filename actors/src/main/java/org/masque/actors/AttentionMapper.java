package org.masque.actors;

import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;
import org.masque.actors.SideWork.Kind;
import org.masque.actors.span.Span;
import org.masque.model.data.DataException;
import org.masque.model.data.ViewSource;
import org.masque.model.kernels.Kernels;
import org.masque.model.maps.MapRefresh;
import org.masque.model.maps.MapStamp;
import org.masque.model.maps.MapStore;
import org.masque.model.vit.MapProvider;
import org.masque.model.vit.PatchMaps;

/**
 * Walks the data set on a thread of its own and publishes the map of every image to the map store, from a snapshot of
 * the weights.
 *
 * <p>The trainer never waits for it, unless the recipe says {@code masking.refresh = barrier}. Between two pieces of a
 * few dozen images it hears a stop. Data that are bad beyond the budget are a reply; any other failure ends the
 * refresh, and supervision starts the mapper again.
 */
public final class AttentionMapper extends AbstractBehavior<AttentionMapper.Command> {
    /** What the mapper understands. */
    public sealed interface Command {}

    /** Makes all maps anew; answered by {@link SideWork.MapsRefreshed}. One at a time. */
    public record RefreshMaps(WeightsSnapshot snapshot, ActorRef<RunCoordinator.Command> replyTo)
            implements Command, OwnedMessage {
        @Override
        public void close() {
            snapshot.close();
        }
    }

    private record MapNextImages() implements Command {}

    /**
     * What maps are made of.
     *
     * @param maps what a map is made of
     * @param kernels opened on the mapper's own thread
     * @param wholeImages one source of the mapper's own
     * @param store where maps go, borrowed; null in a run that never asks for maps
     * @param images in the data set
     * @param turns taken for each piece
     */
    public record Settings(
            MapProvider maps,
            Supplier<Kernels> kernels,
            Supplier<ViewSource> wholeImages,
            @Nullable MapStore store,
            int images,
            SideTurns turns) {
        private MapStore requireStore() {
            if (store == null) {
                throw new IllegalStateException("maps were asked for in a run without a map store");
            }
            return store;
        }
    }

    private final Settings settings;
    private final Kernels kernels;
    private @Nullable RefreshInHand inHand;

    // Owns the snapshot of its request and the scratch memory of its maps.
    private static final class RefreshInHand implements AutoCloseable {
        private final RefreshMaps request;
        private final PatchMaps maps;
        private final MapRefresh refresh;
        private final SideTurns.Refresh turns;
        private final long startedAt = System.nanoTime();

        @SuppressWarnings("MustBeClosedChecker") // a field that close() closes
        RefreshInHand(RefreshMaps request, Settings settings, Kernels kernels) {
            WeightsSnapshot snapshot = request.snapshot();
            MapStore store = settings.requireStore();
            ViewSource wholeImages = settings.wholeImages().get();
            this.request = request;
            this.maps = settings.maps().over(snapshot.weights(), kernels);
            this.refresh = new MapRefresh(
                    wholeImages, maps, store, settings.images(), new MapStamp(snapshot.version(), snapshot.epoch()));
            this.turns = settings.turns().refresh();
        }

        boolean advance() {
            return turns.take(refresh::advance);
        }

        WorkStage stage() {
            return new WorkStage("maps", refresh.done(), refresh.images(), "images");
        }

        SideWork.MapsRefreshed result() {
            WeightsSnapshot snapshot = request.snapshot();
            return new SideWork.MapsRefreshed(
                    snapshot.version(), snapshot.epoch(), System.nanoTime() - startedAt, refresh.uniform());
        }

        @Override
        public void close() {
            turns.close();
            maps.close();
            request.close();
        }
    }

    private AttentionMapper(ActorContext<Command> context, Settings settings) {
        super(context);
        this.settings = settings;
        this.kernels = settings.kernels().get();
    }

    /** A mapper; spawn it on a pinned dispatcher. */
    public static Behavior<Command> create(Settings settings) {
        return Behaviors.setup(context -> new AttentionMapper(context, settings));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(RefreshMaps.class, this::onRefreshMaps)
                .onMessage(MapNextImages.class, message -> onMapNextImages())
                .onSignal(PreRestart.class, signal -> free())
                .onSignal(PostStop.class, signal -> free())
                .build();
    }

    @SuppressWarnings("MustBeClosedChecker") // a field that finish() and PostStop close
    private Behavior<Command> onRefreshMaps(RefreshMaps message) {
        try {
            inHand = new RefreshInHand(message, settings, kernels);
        } catch (RuntimeException failure) {
            message.close();
            throw failure;
        }
        getContext().getSelf().tell(new MapNextImages());
        return this;
    }

    private Behavior<Command> onMapNextImages() {
        RefreshInHand current = inHand;
        if (current == null) {
            return this;
        }
        ActorRef<RunCoordinator.Command> replyTo = current.request.replyTo();
        try {
            if (advance(current)) {
                replyTo.tell(new SideWork.Advanced(Kind.REFRESH, current.stage()));
                getContext().getSelf().tell(new MapNextImages());
                return this;
            }
            SideWork.MapsRefreshed maps = current.result();
            if (maps.uniform() > 0) {
                getContext()
                        .getLog()
                        .warn(
                                "{} of {} maps say nothing, since all their weights are the same: these images are"
                                        + " masked at random",
                                maps.uniform(),
                                settings.images());
            }
            replyTo.tell(maps);
        } catch (DataException rejected) {
            replyTo.tell(new RunCoordinator.DataRejected(String.valueOf(rejected.getMessage())));
        }
        finish();
        return this;
    }

    private boolean advance(RefreshInHand current) {
        String name = getContext().getSelf().path().name();
        Span.Refresh span =
                Span.begin(new Span.Refresh(), name, current.request.snapshot().version());
        boolean more = current.advance();
        span.commit();
        return more;
    }

    private void finish() {
        if (inHand != null) {
            inHand.close();
            inHand = null;
        }
    }

    private Behavior<Command> free() {
        finish();
        kernels.close();
        return this;
    }
}
