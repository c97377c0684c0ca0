package org.masque.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.masque.actors.cluster.DirectoryMessage.RunsPublished;

/** A directory, and in place of another node's a probe in the same system. */
class RunDirectoryTest {
    private static final String SETTINGS = """
            pekko.actor.provider = cluster
            pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
            pekko.cluster.jmx.enabled = off
            pekko.actor.testkit.typed.single-expect-default = 30s
            """;

    private final ActorTestKit kit = ActorTestKit.create(
            "masque",
            ConfigFactory.parseString(SETTINGS)
                    .withFallback(ConfigFactory.defaultApplication().resolve()));
    private final TestProbe<DirectoryMessage> other = kit.createTestProbe();

    @AfterEach
    void shutDown() {
        kit.shutdownTestKit();
    }

    /** One run; looking at it fails when a test says so. */
    private static final class BrittleRuns implements NodeRuns {
        private final AtomicBoolean broken = new AtomicBoolean();

        @Override
        public List<RunReport> reports() {
            if (broken.getAndSet(false)) {
                throw new IllegalStateException("a bug");
            }
            return List.of(new RunReport("mine", "/runs/mine", "running", ""));
        }

        @Override
        public CompletionStage<OrderAnswer> carryOut(String node, RunOrder order) {
            return CompletableFuture.failedFuture(new IllegalStateException("nobody orders"));
        }
    }

    @Test
    void aDirectoryThatIsStartedAgainIsStillHeard() {
        BrittleRuns runs = new BrittleRuns();
        KnownNodes nodes = new KnownNodes();
        nodes.memberIs(Cluster.get(kit.system()).selfMember().address().toString(), 1, MemberState.UP);
        kit.spawn(
                Behaviors.<DirectoryMessage>receiveMessage(message -> {
                    other.getRef().tell(message);
                    return Behaviors.same();
                }),
                RunDirectory.NAME);
        RunDirectory.Setup setup = new RunDirectory.Setup(
                new NodeIdentity("here", "pekko://masque@here:1", 1),
                runs,
                nodes,
                new PendingOrders(Duration.ofSeconds(10), System::nanoTime),
                new AtomicLong(),
                members -> {},
                new Reunion("pekko://masque@here:1", List.of(), told -> {}, System::nanoTime));
        kit.spawn(Behaviors.supervise(RunDirectory.create(setup)).onFailure(SupervisorStrategy.restart()));
        RunsPublished before = other.expectMessageClass(RunsPublished.class);

        runs.broken.set(true);

        RunsPublished after = other.expectMessageClass(RunsPublished.class);
        assertThat(after.from()).isEqualTo(before.from());
        assertThat(after.revision()).isGreaterThan(before.revision());
    }
}
