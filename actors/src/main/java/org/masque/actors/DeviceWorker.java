package org.masque.actors;

import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.masque.actors.span.Span;
import org.masque.model.kernels.AdamStep;
import org.masque.model.kernels.Kernels;
import org.masque.model.objective.PixelTarget;
import org.masque.model.objective.ShardResult;
import org.masque.model.objective.ShardTrainer;
import org.masque.model.objective.ShardTrainer.Start;
import org.masque.model.objective.ShardTrainer.Treatment;
import org.masque.model.objective.TrainingState;
import org.masque.model.vit.StochasticDepth;

/**
 * One device or one core: computes its shard of each step, on a pinned thread of its own.
 *
 * <p>It only answers; the coordinator decides when. Any failure ends the actor and with it the process: native state
 * that an exception left half written is not trusted.
 */
public final class DeviceWorker extends AbstractBehavior<DeviceWorker.Command> {
    /** What a worker understands; each is answered to the coordinator. */
    public sealed interface Command {}

    /**
     * Computes the gradient of some images of a batch.
     *
     * @param batch a claim of this worker's own
     * @param from first image
     * @param to after the last image; equal to {@code from} for an empty shard
     * @param scale 1 / (masked patches of the whole step)
     */
    record ComputeShard(HostBatch batch, int from, int to, float scale, Start start) implements Command, OwnedMessage {
        @Override
        public void close() {
            batch.close();
        }
    }

    /** Sums this worker's slice of all gradients. */
    record ReduceSlice() implements Command {}

    /** Updates this worker's slice of the weights, in an epoch. */
    record UpdateSlice(AdamStep step, float gradientScale, int epoch) implements Command {}

    /**
     * How to compute.
     *
     * @param kernels opened on the worker's own thread
     * @param target what is predicted
     * @param microBatch images at once, 0 to choose
     * @param depth how often images skip residual branches
     * @param advanced called after each micro-batch, by several workers at once
     */
    public record Settings(
            Supplier<Kernels> kernels, PixelTarget target, int microBatch, StochasticDepth depth, Runnable advanced) {}

    private final int index;
    private final TrainingState state;
    private final ActorRef<RunCoordinator.Command> coordinator;
    private final StochasticDepth depth;
    private final ShardTrainer trainer;
    private final String name;
    private long number;

    @SuppressWarnings("MustBeClosedChecker") // a field that PostStop closes
    private DeviceWorker(
            ActorContext<Command> context,
            int index,
            TrainingState state,
            Settings settings,
            ActorRef<RunCoordinator.Command> coordinator) {
        super(context);
        this.index = index;
        this.state = state;
        this.coordinator = coordinator;
        this.depth = settings.depth();
        this.trainer = trainer(index, state, settings);
        this.name = context.getSelf().path().name();
    }

    @SuppressWarnings("MustBeClosedChecker") // moved out; the trainer owns the kernels
    private static ShardTrainer trainer(int index, TrainingState state, Settings settings) {
        Kernels kernels = settings.kernels().get();
        try {
            return new ShardTrainer(
                    state.weights(),
                    state.gradients(index),
                    kernels,
                    settings.target(),
                    settings.microBatch(),
                    settings.advanced());
        } catch (RuntimeException failure) {
            kernels.close();
            throw failure;
        }
    }

    /** A worker over a shared state, borrowed; spawn it on the pinned worker dispatcher. */
    public static Behavior<Command> create(
            int index, TrainingState state, Settings settings, ActorRef<RunCoordinator.Command> coordinator) {
        return ActorMdc.named(
                Command.class,
                Behaviors.setup(context -> new DeviceWorker(context, index, state, settings, coordinator)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(ComputeShard.class, this::onComputeShard)
                .onMessage(ReduceSlice.class, this::onReduceSlice)
                .onMessage(UpdateSlice.class, this::onUpdateSlice)
                .onSignal(PostStop.class, signal -> onPostStop())
                .build();
    }

    private Behavior<Command> onComputeShard(ComputeShard message) {
        try (HostBatch batch = message.batch()) {
            number = batch.number();
            Span.Shard span = Span.begin(new Span.Shard(), name, number);
            ShardResult result = trainer.train(
                    batch.images().tensor(),
                    new Treatment(batch.states(), depth.of(batch.epoch(), batch.ids())),
                    message.from(),
                    message.to(),
                    message.scale(),
                    message.start());
            span.commit(result.forwardNanos(), result.backwardNanos());
            coordinator.tell(new RunCoordinator.ShardComputed(index, result));
        }
        return this;
    }

    private Behavior<Command> onReduceSlice(ReduceSlice message) {
        Span.Reduce span = Span.begin(new Span.Reduce(), name, number);
        double sumOfSquares = state.reduceSlice(index, trainer.kernels());
        span.commit();
        coordinator.tell(new RunCoordinator.SliceReduced(index, sumOfSquares));
        return this;
    }

    private Behavior<Command> onUpdateSlice(UpdateSlice message) {
        Span.Update span = Span.begin(new Span.Update(), name, number);
        state.updateSlice(index, trainer.kernels(), message.step(), message.gradientScale(), message.epoch());
        span.commit();
        coordinator.tell(new RunCoordinator.SliceUpdated());
        return this;
    }

    private Behavior<Command> onPostStop() {
        trainer.close();
        return this;
    }
}
