package org.masque.actors;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.masque.model.tensor.TensorLedger;

/** Opens actor test kits with the dispatchers of a run. */
final class ActorKits {
    // A probe waits long, since a busy machine is no failure.
    private static final String SETTINGS = """
            masque.loader-dispatcher.thread-pool-executor.fixed-pool-size = 4
            pekko.actor.testkit.typed.single-expect-default = 30s
            """;

    /** Restarts almost at once, four times in a row at most. */
    static final RestartPolicy RESTARTS =
            new RestartPolicy(Duration.ofMillis(1), Duration.ofMillis(1), 4, Duration.ofHours(1));

    private ActorKits() {}

    /** A kit whose loader dispatcher has four threads; shut down by the caller. */
    static ActorTestKit open() {
        return ActorTestKit.create(
                ConfigFactory.parseString(SETTINGS).withFallback(ConfigFactory.load("masque-actors")));
    }

    /** A reclaimer that hears dead letters already: it subscribes in its own time. */
    static ActorRef<Object> reclaimer(ActorTestKit kit, AtomicLong reclaimed) {
        ActorRef<Object> reclaimer = kit.spawn(DeadLetterReclaimer.create(reclaimed));
        kit.createTestProbe().awaitAssert(() -> {
            kit.system().deadLetters().tell(new Nothing());
            assertThat(reclaimed.get()).isPositive();
            return null;
        });
        return reclaimer;
    }

    /** For an actor that was started again: it may have opened its next kernels, which have scratch memory. */
    static void assertThatOnlyKernelsHoldMemory() {
        assertThat(TensorLedger.origins()).allMatch(origin -> origin.contains("org.masque.model.kernels"));
    }

    private record Nothing() implements OwnedMessage {
        @Override
        public void close() {
            // It owns nothing: only that it is counted matters.
        }
    }
}
