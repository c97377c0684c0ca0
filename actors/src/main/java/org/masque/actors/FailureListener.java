package org.masque.actors;

import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.TypedActorContext;

/**
 * Hears what a behaviour throws and lets it pass on: Pekko tells neither a restarted actor nor one that stops why.
 *
 * @param <T> what the behaviour understands
 */
final class FailureListener<T> extends BehaviorInterceptor<T, T> {
    private final Consumer<Throwable> listener;

    FailureListener(Class<T> messages, Consumer<Throwable> listener) {
        super(messages);
        this.listener = listener;
    }

    @Override
    public Behavior<T> aroundStart(TypedActorContext<T> context, PreStartTarget<T> target) {
        try {
            return target.start(context);
        } catch (RuntimeException | Error failure) {
            listener.accept(failure);
            throw failure;
        }
    }

    @Override
    public Behavior<T> aroundReceive(TypedActorContext<T> context, T message, ReceiveTarget<T> target) {
        try {
            return target.apply(context, message);
        } catch (RuntimeException | Error failure) {
            listener.accept(failure);
            throw failure;
        }
    }

    @Override
    public Behavior<T> aroundSignal(TypedActorContext<T> context, Signal signal, SignalTarget<T> target) {
        try {
            return target.apply(context, signal);
        } catch (RuntimeException | Error failure) {
            listener.accept(failure);
            throw failure;
        }
    }
}
