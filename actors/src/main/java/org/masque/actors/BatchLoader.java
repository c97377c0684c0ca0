package org.masque.actors;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.masque.actors.span.Span;
import org.masque.model.data.DataException;
import org.masque.model.data.ViewSource;
import org.masque.model.data.Views;

/**
 * Loads one batch of views at a time for the broker; it runs on the bounded loader dispatcher, since decoding blocks.
 */
public final class BatchLoader {
    private final ViewSource views;
    private final ActorRef<BatchBroker.Command> broker;
    private final ActorRef<LoadViews> self;

    /**
     * Asks for the views of one batch.
     *
     * @param batch its number
     * @param epoch 0-based
     * @param ids sample ids
     */
    record LoadViews(long batch, int epoch, int[] ids) {}

    private BatchLoader(ViewSource views, ActorRef<BatchBroker.Command> broker, ActorRef<LoadViews> self) {
        this.views = views;
        this.broker = broker;
        this.self = self;
    }

    /** A loader that reports for work now, and again whenever supervision has restarted it. */
    static Behavior<LoadViews> create(ViewSource views, ActorRef<BatchBroker.Command> broker) {
        return Behaviors.setup(context -> {
            broker.tell(new BatchBroker.LoaderIdle(context.getSelf()));
            BatchLoader loader = new BatchLoader(views, broker, context.getSelf());
            return Behaviors.receive(LoadViews.class)
                    .onMessage(LoadViews.class, loader::onLoadViews)
                    .build();
        });
    }

    @SuppressWarnings("MustBeClosedChecker") // moved to the broker
    private Behavior<LoadViews> onLoadViews(LoadViews message) {
        try {
            Span.Load span = Span.begin(new Span.Load(), self.path().name(), message.batch());
            Views loaded = views.load(message.epoch(), message.ids());
            span.commit();
            broker.tell(new BatchBroker.ViewsLoaded(self, message.batch(), loaded));
        } catch (DataException rejected) {
            broker.tell(new BatchBroker.DataRejected(String.valueOf(rejected.getMessage())));
        }
        return Behaviors.same();
    }
}
