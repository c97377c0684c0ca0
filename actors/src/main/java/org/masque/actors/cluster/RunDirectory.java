package org.masque.actors.cluster;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.jspecify.annotations.Nullable;
import org.masque.actors.cluster.DirectoryMessage.AskCluster;
import org.masque.actors.cluster.DirectoryMessage.CarryOutOrder;
import org.masque.actors.cluster.DirectoryMessage.ClusterTold;
import org.masque.actors.cluster.DirectoryMessage.OrderAnswered;
import org.masque.actors.cluster.DirectoryMessage.RunsPublished;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other nodes of this node's runs, hears of theirs, and carries orders to the node whose run it is.
 *
 * <p>There is one on each node, at a fixed path. It sends what it knows whole, when it has changed and every few
 * seconds anyway, so a message that is lost is made good by the next.
 */
public final class RunDirectory extends AbstractBehavior<RunDirectory.Command> {
    /** Its name below the guardian; the others find it by that. */
    static final String NAME = "directory";

    // The context's own would be named after a class of Pekko.
    private static final Logger LOG = LoggerFactory.getLogger(RunDirectory.class);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final int LOOKS_BETWEEN_REPEATS = 5;

    /** What it hears. */
    public sealed interface Command
            permits DirectoryMessage, MemberChanged, PlaceOrder, Look, OrderDone, LostOneLooked {}

    /**
     * The cluster says how a node stands.
     *
     * @param uid differs between two starts at one address
     */
    record MemberChanged(String address, long uid, MemberState state) implements Command {}

    /** Asks for something of another node, by its name. */
    record PlaceOrder(String node, RunOrder order, CompletableFuture<OrderAnswer> answer) implements Command {}

    /** To itself: look whether the runs have changed. */
    record Look() implements Command {}

    /** To itself: an order of another node has been carried out. */
    record OrderDone(CarryOutOrder order, OrderAnswer answer) implements Command {}

    /** To itself: somebody listens where a node is missed, or nobody does. */
    record LostOneLooked(String address, boolean listens) implements Command {}

    /**
     * What it works with.
     *
     * @param self who this node is
     * @param runs of this node
     * @param nodes the others, which it keeps up to date
     * @param pending its orders to others
     * @param revision of what was told last; it outlives the actor, since the others hear of nothing older
     * @param members hears which members there are, each {@code host:port}, itself left out
     * @param reunion with nodes that this cluster lost
     */
    record Setup(
            NodeIdentity self,
            NodeRuns runs,
            KnownNodes nodes,
            PendingOrders pending,
            AtomicLong revision,
            Consumer<List<String>> members,
            Reunion reunion) {}

    private final Setup setup;
    private final ActorRefResolver resolver;
    private @Nullable Publication told;
    private int looksSinceTold;
    private int inHand;

    private RunDirectory(ActorContext<Command> context, TimerScheduler<Command> timers, Setup setup) {
        super(context);
        this.setup = setup;
        resolver = ActorRefResolver.get(context.getSystem());
        MembershipListener.subscribe(context);
        timers.startTimerWithFixedDelay(new Look(), Duration.ZERO, BETWEEN_LOOKS);
    }

    static Behavior<Command> create(Setup setup) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new RunDirectory(context, timers, setup)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(MemberChanged.class, this::onMemberChanged)
                .onMessage(Look.class, this::onLook)
                .onMessage(RunsPublished.class, this::onRunsPublished)
                .onMessage(PlaceOrder.class, this::onPlaceOrder)
                .onMessage(OrderAnswered.class, this::onOrderAnswered)
                .onMessage(CarryOutOrder.class, this::onCarryOutOrder)
                .onMessage(OrderDone.class, this::onOrderDone)
                .onMessage(LostOneLooked.class, this::onLostOneLooked)
                .onMessage(AskCluster.class, this::onAskCluster)
                .onMessage(ClusterTold.class, this::onClusterTold)
                .onSignal(PreRestart.class, signal -> giveUp())
                .onSignal(PostStop.class, signal -> giveUp())
                .build();
    }

    private Behavior<Command> giveUp() {
        setup.pending().giveUp();
        return this;
    }

    // --- who is there

    private Behavior<Command> onMemberChanged(MemberChanged message) {
        if (message.address().equals(setup.self().address())) {
            if (message.state() == MemberState.UP) {
                NodeIdentity self = setup.self();
                LOG.info("node {} is a member, generation {}", self.name(), self.generation());
            }
            return this;
        }
        setup.nodes().memberIs(message.address(), message.uid(), message.state());
        setup.members()
                .accept(setup.nodes().present().stream()
                        .map(node -> KnownNodes.authority(node.address()))
                        .toList());
        if (message.state().gone()) {
            setup.pending().nodeGone(message.address());
        } else if (told != null) {
            peer(message.address()).tell(publication(told));
        }
        return this;
    }

    private ActorRef<DirectoryMessage> peer(String address) {
        return resolver.resolveActorRef(address + "/user/" + NAME);
    }

    // --- who was lost

    private void lookForLost() {
        if (!isMember()) {
            setup.reunion().notNow();
            return;
        }
        Executor blocking = getContext().getSystem().dispatchers().lookup(DispatcherSelector.blocking());
        for (String address : setup.reunion().due(setup.nodes().views())) {
            getContext()
                    .pipeToSelf(
                            ListeningPort.answers(KnownNodes.authority(address), blocking),
                            (listens, failure) -> new LostOneLooked(address, failure == null && listens));
        }
    }

    private boolean isMember() {
        return Cluster.get(getContext().getSystem()).selfMember().status().equals(MemberStatus.up());
    }

    private Behavior<Command> onLostOneLooked(LostOneLooked message) {
        if (message.listens()) {
            setup.reunion().asks(message.address());
            peer(message.address()).tell(new AskCluster(setup.self()));
        }
        return this;
    }

    private Behavior<Command> onAskCluster(AskCluster message) {
        List<NodeView> nodes = setup.nodes().views();
        String asking = message.from().address();
        if (isMember() && setup.reunion().knows(asking, nodes)) {
            List<String> members = List.copyOf(setup.reunion().members(nodes));
            peer(asking).tell(new ClusterTold(setup.self(), members));
        }
        return this;
    }

    private Behavior<Command> onClusterTold(ClusterTold message) {
        setup.reunion().told(message, setup.nodes().views());
        return this;
    }

    // --- runs

    private Behavior<Command> onLook(Look message) {
        setup.pending().expire();
        Publication now = Publication.of(setup.runs().reports());
        looksSinceTold++;
        if (!now.equals(told)) {
            setup.revision().incrementAndGet();
            told = now;
            tellAll(now);
        } else if (looksSinceTold >= LOOKS_BETWEEN_REPEATS) {
            tellAll(now);
        }
        lookForLost();
        return this;
    }

    private void tellAll(Publication publication) {
        looksSinceTold = 0;
        RunsPublished message = publication(publication);
        for (NodeView node : setup.nodes().present()) {
            peer(node.address()).tell(message);
        }
    }

    private RunsPublished publication(Publication publication) {
        return new RunsPublished(setup.self(), setup.revision().get(), publication.leftOut(), publication.runs());
    }

    private Behavior<Command> onRunsPublished(RunsPublished message) {
        if (setup.nodes().listensTo(message.from(), setup.self())) {
            setup.nodes().published(message);
        }
        return this;
    }

    // --- orders of this node to others

    private Behavior<Command> onPlaceOrder(PlaceOrder message) {
        NodeView node = setup.nodes().named(message.node()).orElse(null);
        if (node == null || !node.state().answers()) {
            String how = node == null ? "not known" : node.state().label();
            message.answer().complete(OrderAnswer.failed("node " + message.node() + " is " + how));
        } else if (setup.pending().full()) {
            message.answer()
                    .complete(OrderAnswer.failed(PendingOrders.MOST + " orders await an answer; try again later"));
        } else {
            long id = setup.pending().add(node, message.answer());
            peer(node.address()).tell(new CarryOutOrder(setup.self(), id, message.order()));
        }
        return this;
    }

    private Behavior<Command> onOrderAnswered(OrderAnswered message) {
        OrderAnswer answer = new OrderAnswer(message.outcome(), message.reason(), message.text());
        setup.pending().answered(message.from().address(), message.id(), answer);
        return this;
    }

    // --- orders of others to this node

    private Behavior<Command> onCarryOutOrder(CarryOutOrder message) {
        if (!setup.nodes().listensTo(message.from(), setup.self())) {
            LOG.warn("an order of {} is not carried out: no member, or an older one", message.from());
            return this;
        }
        if (inHand >= PendingOrders.MOST) {
            answer(message, OrderAnswer.failed("the node is busy with " + inHand + " orders; try again later"));
            return this;
        }
        inHand++;
        getContext()
                .pipeToSelf(
                        carryOut(message),
                        (answer, failure) -> new OrderDone(
                                message, failure == null ? answer : OrderAnswer.failed(String.valueOf(failure))));
        return this;
    }

    private CompletionStage<OrderAnswer> carryOut(CarryOutOrder message) {
        try {
            return setup.runs().carryOut(message.from().name(), message.order());
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private Behavior<Command> onOrderDone(OrderDone message) {
        inHand--;
        answer(message.order(), message.answer());
        return this;
    }

    private void answer(CarryOutOrder order, OrderAnswer answer) {
        peer(order.from().address())
                .tell(new OrderAnswered(
                        setup.self(),
                        order.id(),
                        answer.outcome(),
                        answer.reason(),
                        Publication.clipped(answer.text())));
    }
}
