package org.masque.actors;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.AllDeadLetters;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** Closes owned messages that reached nobody, and counts them; they are normal while a run stops, and a bug otherwise. */
public final class DeadLetterReclaimer extends AbstractBehavior<AllDeadLetters> {
    private final AtomicLong reclaimed;

    private DeadLetterReclaimer(ActorContext<AllDeadLetters> context, AtomicLong reclaimed) {
        super(context);
        this.reclaimed = reclaimed;
        context.getSystem().eventStream().tell(new EventStream.Subscribe<>(AllDeadLetters.class, context.getSelf()));
    }

    /** A reclaimer that adds to a counter. */
    public static Behavior<AllDeadLetters> create(AtomicLong reclaimed) {
        return Behaviors.setup(context -> new DeadLetterReclaimer(context, reclaimed));
    }

    @Override
    public Receive<AllDeadLetters> createReceive() {
        return newReceiveBuilder()
                .onMessage(AllDeadLetters.class, this::onDeadLetter)
                .build();
    }

    private Behavior<AllDeadLetters> onDeadLetter(AllDeadLetters letter) {
        if (letter.message() instanceof OwnedMessage owned) {
            owned.close();
            reclaimed.incrementAndGet();
        }
        return this;
    }
}
