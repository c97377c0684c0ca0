package org.masque.actors.cluster;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;
import org.masque.actors.cluster.DirectoryMessage.ClusterTold;
import org.masque.actors.wire.RejectionReason;
import org.masque.actors.wire.Rejections;
import org.masque.actors.wire.WireClasses;
import org.masque.actors.wire.WireCodec;
import org.masque.actors.wire.WireLimits;
import org.masque.actors.wire.WireSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's part in the cluster of nodes, for control only.
 *
 * <p>Losing the cluster costs this node's runs nothing: the part ends, and after a pause another one begins, with a
 * greater generation, and joins again. So it does when a greater cluster is found that lost nodes have by now
 * ({@link Reunion}). What was known of the others is kept. Whoever starts it closes it, and leaves the cluster thereby.
 * Safe for several threads.
 */
public final class ControlCluster implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlCluster.class);
    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final long LONGEST_END_SECONDS = 20;

    private final ClusterSettings settings;
    private final NodeRuns runs;
    private final WireSerializer serializer;
    private final NodeMemory memory;
    private final KnownNodes nodes = new KnownNodes();
    private final ScheduledExecutorService restarts =
            Executors.newSingleThreadScheduledExecutor(ControlCluster::daemonThread);

    private @Nullable ActorSystem<RunDirectory.Command> system;
    private long generation;
    private boolean givesWay;
    private boolean closed;

    private ControlCluster(ClusterSettings settings, NodeRuns runs, Consumer<RejectionReason> rejected) {
        this.settings = settings;
        this.runs = runs;
        memory = new NodeMemory(settings.folder());
        serializer = new WireSerializer(new WireCodec(WireClasses.load(), WireLimits.USUAL), new Rejections(rejected));
    }

    private static Thread daemonThread(Runnable work) {
        Thread thread = new Thread(work, "masque-cluster");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Takes part from now on; whether other nodes are there shows later.
     *
     * @param runs of this node
     * @param rejected hears of each message from the network that was none, and must not block
     * @throws IOException if the folder of the settings cannot be used, or the port is taken
     */
    @MustBeClosed
    public static ControlCluster start(ClusterSettings settings, NodeRuns runs, Consumer<RejectionReason> rejected)
            throws IOException {
        ControlCluster cluster = new ControlCluster(settings, runs, rejected);
        try {
            cluster.begin();
        } catch (IOException | RuntimeException failure) {
            cluster.restarts.shutdownNow();
            throw failure;
        }
        return cluster;
    }

    // --- its life

    private synchronized void begin() throws IOException {
        generation = memory.nextGeneration();
        NodeIdentity self = new NodeIdentity(
                settings.name(), "pekko://" + ClusterConfig.SYSTEM + "@" + settings.authority(), generation);
        Reunion reunion = new Reunion(
                self.address(), ClusterConfig.seeds(settings, memory.members()), this::giveWay, System::nanoTime);
        givesWay = false;
        RunDirectory.Setup setup = new RunDirectory.Setup(
                self,
                runs,
                nodes,
                new PendingOrders(settings.orderTimeout(), System::nanoTime),
                new AtomicLong(),
                this::remember,
                reunion);
        ActorSystem<RunDirectory.Command> begun = create(guardian(setup));
        system = begun;
        LOG.info(
                "node {} takes part in the cluster at {}{}, generation {}",
                settings.name(),
                settings.authority(),
                settings.tls().isPresent() ? " with TLS" : "",
                generation);
        begun.getWhenTerminated().whenComplete((done, failure) -> ended());
    }

    private ActorSystem<RunDirectory.Command> create(Behavior<RunDirectory.Command> guardian) throws IOException {
        BootstrapSetup bootstrap = BootstrapSetup.create(ClusterConfig.of(settings, memory.members()));
        try {
            return ActorSystem.create(
                    guardian, ClusterConfig.SYSTEM, ActorSystemSetup.create(bootstrap, serializer.setup()));
        } catch (RuntimeException failure) {
            throw new IOException(
                    "cannot take part in the cluster at " + settings.authority() + ": " + failure.getMessage()
                            + "; give another port, or a host that this machine has",
                    failure);
        }
    }

    // A disk that is full must not cost the cluster.
    private void remember(List<String> members) {
        if (members.isEmpty()) {
            return;
        }
        try {
            memory.remember(members);
        } catch (IOException failure) {
            LOG.warn("the members of the cluster cannot be remembered: {}", failure.toString());
        }
    }

    // It ends as if it had been lost: the next part asks those that are remembered before it begins alone.
    private synchronized void giveWay(ClusterTold other) {
        if (system == null) {
            return;
        }
        givesWay = true;
        LOG.warn(
                "node {} answers again, and is in a cluster of {}: this node leaves its own for that one; its runs go on",
                other.from().name(),
                other.members().size());
        system.terminate();
    }

    // Only what is placed here goes through the guardian; the directory has a path of its own, which the others know.
    private static Behavior<RunDirectory.Command> guardian(RunDirectory.Setup setup) {
        return Behaviors.setup(context -> {
            var directory = context.spawn(
                    Behaviors.supervise(RunDirectory.create(setup))
                            .onFailure(SupervisorStrategy.restartWithBackoff(
                                    Duration.ofSeconds(1), Duration.ofSeconds(30), 0)),
                    RunDirectory.NAME);
            return Behaviors.receiveMessage(message -> {
                directory.tell(message);
                return Behaviors.same();
            });
        });
    }

    private synchronized void ended() {
        if (closed) {
            return;
        }
        nodes.allLost();
        if (!givesWay) {
            LOG.warn(
                    "this node is out of the cluster, most likely since it did not see the majority of the nodes; its"
                            + " runs go on, and it joins again in {} s",
                    PAUSE.toSeconds());
        }
        beginLater();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what fails is told by beginAgain itself
    private void beginLater() {
        restarts.schedule(this::beginAgain, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void beginAgain() {
        if (closed) {
            return;
        }
        try {
            begin();
        } catch (IOException | RuntimeException failure) {
            LOG.warn("cannot join again, trying later: {}", failure.getMessage());
            beginLater();
        }
    }

    // --- what is known

    /** The other nodes and their runs. */
    public List<NodeView> nodes() {
        return nodes.views();
    }

    /** This node's name. */
    public String name() {
        return settings.name();
    }

    /** How often this node has begun to take part. */
    public synchronized long generation() {
        return generation;
    }

    // --- what is asked

    /** Asks a node for something; the answer says how it ended, also if that is not known. */
    public CompletionStage<OrderAnswer> place(String node, RunOrder order) {
        CompletableFuture<OrderAnswer> answer = new CompletableFuture<>();
        ActorSystem<RunDirectory.Command> now = current();
        if (now == null || now.getWhenTerminated().toCompletableFuture().isDone()) {
            answer.complete(OrderAnswer.failed("this node is not in the cluster"));
            return answer;
        }
        now.tell(new RunDirectory.PlaceOrder(node, order, answer));
        // The directory answers in time; this is for an order that meets the end of the system.
        return answer.completeOnTimeout(
                OrderAnswer.failed("this node left the cluster; whether " + node + " did as it was asked is not known"),
                2 * settings.orderTimeout().toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private synchronized @Nullable ActorSystem<RunDirectory.Command> current() {
        return system;
    }

    /** Leaves the cluster; the others see that it was on purpose. */
    @Override
    public void close() {
        ActorSystem<RunDirectory.Command> last;
        synchronized (this) {
            closed = true;
            last = system;
        }
        restarts.shutdownNow();
        if (last == null) {
            return;
        }
        last.terminate();
        try {
            last.getWhenTerminated().toCompletableFuture().get(LONGEST_END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException failure) {
            LOG.warn("the cluster could not be left in {} s: {}", LONGEST_END_SECONDS, String.valueOf(failure));
        }
    }
}
