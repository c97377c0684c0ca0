package org.masque.actors;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.AllDeadLetters;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Closes owned messages that reached nobody, and counts them; they are normal while a run stops, and a bug otherwise.
 *
 * <p>It hears dead letters as they are: an adapter would be one more place where an owned message can be lost.
 */
public final class DeadLetterReclaimer extends AbstractBehavior<Object> {
    /** Ends the reclaimer once all dead letters before it are worked off. */
    public static final Object FINISH = new Object();

    private final AtomicLong reclaimed;

    private DeadLetterReclaimer(ActorContext<Object> context, AtomicLong reclaimed) {
        super(context);
        this.reclaimed = reclaimed;
        ActorRef<AllDeadLetters> letters = context.getSelf().unsafeUpcast().narrow();
        context.getSystem().eventStream().tell(new EventStream.Subscribe<>(AllDeadLetters.class, letters));
    }

    /** A reclaimer that adds to a counter. */
    public static Behavior<Object> create(AtomicLong reclaimed) {
        return Behaviors.setup(context -> new DeadLetterReclaimer(context, reclaimed));
    }

    @Override
    public Receive<Object> createReceive() {
        return newReceiveBuilder()
                .onMessage(AllDeadLetters.class, this::onDeadLetter)
                .onMessageEquals(FINISH, Behaviors::stopped)
                .build();
    }

    private Behavior<Object> onDeadLetter(AllDeadLetters letter) {
        if (letter.message() instanceof OwnedMessage owned) {
            owned.close();
            reclaimed.incrementAndGet();
        }
        return this;
    }
}
