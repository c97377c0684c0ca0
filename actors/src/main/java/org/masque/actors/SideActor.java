package org.masque.actors;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;
import org.masque.actors.SideWork.Kind;

/**
 * Starts an actor beside training again when it fails, and tells the coordinator, whose request is lost then.
 *
 * <p>It is told when the actor is back, not when it fails: so no request reaches an actor in its pause.
 */
public final class SideActor {
    private SideActor() {}

    /**
     * The behaviour under supervision.
     *
     * @param kind of its work
     * @param messages that it understands
     * @param coordinator hears {@link SideWork.Restarted}
     */
    public static <T> Behavior<T> supervised(
            Kind kind,
            Class<T> messages,
            ActorRef<RunCoordinator.Command> coordinator,
            RestartPolicy policy,
            Behavior<T> behavior) {
        AtomicReference<@Nullable Throwable> last = new AtomicReference<>();
        Behavior<T> heard = ActorMdc.named(
                messages, Behaviors.intercept(() -> new FailureListener<>(messages, last::set), behavior));
        return policy.supervise(Behaviors.setup(context -> {
            Throwable failure = last.getAndSet(null);
            if (failure != null) {
                coordinator.tell(new SideWork.Restarted(kind, failure.toString()));
            }
            return heard;
        }));
    }
}
