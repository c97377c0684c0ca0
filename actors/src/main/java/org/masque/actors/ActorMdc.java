package org.masque.actors;

import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.MDC;

/**
 * Names the actor in every line that is logged while it handles a message, whichever class logs it.
 *
 * @param <T> the actor's messages
 */
final class ActorMdc<T> extends BehaviorInterceptor<T, T> {
    /** The key of the name. */
    static final String ACTOR = "actor";

    private ActorMdc(Class<T> messages) {
        super(messages);
    }

    static <T> Behavior<T> named(Class<T> messages, Behavior<T> behavior) {
        return Behaviors.intercept(() -> new ActorMdc<>(messages), behavior);
    }

    @Override
    public Behavior<T> aroundReceive(TypedActorContext<T> context, T message, ReceiveTarget<T> target) {
        MDC.put(ACTOR, context.asJava().getSelf().path().name());
        try {
            return target.apply(context, message);
        } finally {
            MDC.remove(ACTOR);
        }
    }
}
