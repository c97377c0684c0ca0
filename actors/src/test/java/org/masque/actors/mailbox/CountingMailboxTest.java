package org.masque.actors.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.actors.RunActor;

class CountingMailboxTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String USUAL = "pekko.actor.default-dispatcher";
    private static final String STOP = "stop";

    private final MailboxDepths depths = new MailboxDepths();
    private final CountDownLatch taken = new CountDownLatch(1);
    private final CountDownLatch free = new CountDownLatch(1);
    private ActorSystem<SpawnProtocol.Command> system;

    @BeforeEach
    void start() {
        BootstrapSetup bootstrap = BootstrapSetup.create(ConfigFactory.load("masque-actors"));
        system = ActorSystem.create(SpawnProtocol.create(), "masque", ActorSystemSetup.create(bootstrap, depths));
    }

    @AfterEach
    void stop() throws Exception {
        free.countDown();
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Holds its first message until it is freed. */
    private Behavior<String> busy() {
        return Behaviors.receiveMessage(message -> {
            taken.countDown();
            free.await();
            return message.equals(STOP) ? Behaviors.stopped() : Behaviors.same();
        });
    }

    private ActorRef<String> busyActor(String name, String dispatcher) throws Exception {
        ActorRef<String> actor = AskPattern.<SpawnProtocol.Command, ActorRef<String>>ask(
                        system,
                        replyTo -> new SpawnProtocol.Spawn<>(
                                busy(), name, DispatcherSelector.fromConfig(dispatcher), replyTo),
                        PATIENCE,
                        system.scheduler())
                .toCompletableFuture()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        actor.tell("in hand");
        assertThat(taken.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return actor;
    }

    @ParameterizedTest
    @ValueSource(strings = {USUAL, "masque.pinned-dispatcher", "masque.loader-dispatcher"})
    void whatWaitsForABusyActorIsCountedAndNoMoreOnceItHasTakenIt(String dispatcher) throws Exception {
        ActorRef<String> actor = busyActor(RunActor.EVALUATOR.label(), dispatcher);
        assertThat(depths.waitingFor(RunActor.EVALUATOR)).isZero();

        for (int sent = 1; sent <= 5; sent++) {
            actor.tell("more");
            assertThat(depths.waitingFor(RunActor.EVALUATOR)).isEqualTo(sent);
        }
        free.countDown();

        await().atMost(PATIENCE).until(() -> depths.waitingFor(RunActor.EVALUATOR) == 0);
    }

    @Test
    void actorsOfOneKindAreCountedTogetherAndOthersByThemselves() throws Exception {
        ActorRef<String> first = busyActor(RunActor.LOADER.numbered(0), USUAL);
        ActorRef<String> second = busyActor(RunActor.LOADER.numbered(1), USUAL);
        first.tell("more");
        second.tell("more");
        second.tell("more");

        await().atMost(PATIENCE).until(() -> depths.waitingFor(RunActor.LOADER) == 3);
        assertThat(depths.waitingFor(RunActor.WORKER)).isZero();
    }

    @Test
    void whatWaitedForAnActorThatEndsWaitsNoMore() throws Exception {
        ActorRef<String> actor = busyActor(RunActor.WORKER.numbered(0), "masque.pinned-dispatcher");
        actor.tell(STOP);
        actor.tell("never taken");
        assertThat(depths.waitingFor(RunActor.WORKER)).isEqualTo(2);
        free.countDown();

        await().atMost(PATIENCE).until(() -> depths.waitingFor(RunActor.WORKER) == 0);
    }
}
