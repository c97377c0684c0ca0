package org.masque.actors;

import java.time.Duration;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * How an actor that failed is started again: after a pause that doubles each time, and so often at most.
 *
 * @param shortest pause
 * @param longest pause
 * @param most restarts in a row; the failure after them ends the actor
 * @param forgottenAfter so long without a failure, restarts are counted from 0 again; longer than the longest pause
 */
public record RestartPolicy(Duration shortest, Duration longest, int most, Duration forgottenAfter) {
    /** Gives up after about three quarters of a minute. */
    public static final RestartPolicy USUAL =
            new RestartPolicy(Duration.ofMillis(100), Duration.ofSeconds(10), 10, Duration.ofMinutes(1));

    private static final double JITTER = 0.2;

    /** The behaviour, restarted by this policy; an {@link Error} ends it at once. */
    <T> Behavior<T> supervise(Behavior<T> behavior) {
        return Behaviors.supervise(behavior)
                .onFailure(
                        Exception.class,
                        SupervisorStrategy.restartWithBackoff(shortest, longest, JITTER)
                                .withMaxRestarts(most)
                                .withResetBackoffAfter(forgottenAfter));
    }
}
