package org.masque.actors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.TensorRef;

@ExtendWith(NoTensorLeaks.class)
class DeadLetterReclaimerTest {
    private final ActorTestKit kit = ActorKits.open();
    private final AtomicLong reclaimed = new AtomicLong();
    private ActorRef<Object> reclaimer = kit.spawn(Behaviors.empty());

    @BeforeEach
    void listen() {
        reclaimer = ActorKits.reclaimer(kit, reclaimed);
    }

    @AfterEach
    void shutDown() {
        kit.shutdownTestKit();
    }

    // Its future tells how many were counted before it.
    private record OwnedFloats(TensorRef floats, AtomicLong reclaimed, CompletableFuture<Long> closed)
            implements OwnedMessage {
        @Override
        public void close() {
            floats.close();
            closed.complete(reclaimed.get());
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // moved to whoever gets the message
    private OwnedFloats ownedFloats() {
        return new OwnedFloats(TensorRef.zeros(4), reclaimed, new CompletableFuture<>());
    }

    @Test
    void anOwnedMessageToAStoppedActorIsClosedAndCounted() {
        ActorRef<Object> gone = kit.spawn(Behaviors.empty());
        kit.stop(gone);
        OwnedFloats message = ownedFloats();

        gone.tell(message);
        gone.tell("not owned");
        long before = message.closed().join();
        finish();

        assertThat(reclaimed.get()).isEqualTo(before + 1);
    }

    @Test
    void anOwnedMessageLeftInTheMailboxOfAStoppingActorIsClosed() {
        CompletableFuture<Void> mayStop = new CompletableFuture<>();
        ActorRef<Object> stopping = kit.spawn(Behaviors.receiveMessage(message -> {
            mayStop.join();
            return Behaviors.stopped();
        }));
        OwnedFloats message = ownedFloats();

        stopping.tell("stop");
        stopping.tell(message);
        mayStop.complete(null);
        message.closed().join();

        assertThat(message.closed()).isCompleted();
    }

    @Test
    void itEndsOnlyAfterTheDeadLettersBeforeTheEnd() {
        ActorRef<Object> gone = kit.spawn(Behaviors.empty());
        kit.stop(gone);
        OwnedFloats[] messages = new OwnedFloats[20];
        for (int i = 0; i < messages.length; i++) {
            messages[i] = ownedFloats();
            gone.tell(messages[i]);
        }

        finish();

        assertThat(messages).allMatch(message -> message.closed().isDone());
    }

    private void finish() {
        TestProbe<Object> watcher = kit.createTestProbe();
        reclaimer.tell(DeadLetterReclaimer.FINISH);
        watcher.expectTerminated(reclaimer);
    }
}
