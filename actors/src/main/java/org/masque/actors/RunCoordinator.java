package org.masque.actors;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;
import org.masque.actors.RunOutcome.End;
import org.masque.actors.SideWork.Kind;
import org.masque.model.objective.ShardResult;
import org.masque.model.objective.TrainingState;

/**
 * Knows where a run stands and decides when: the next batch, the phases of a step, maps, evaluations, checkpoints, the
 * end.
 *
 * <p>Snapshots are taken at step boundaries only ({@link TrainingSteps} says what a step is). A request to stop is
 * heard wherever nothing is half done.
 */
public final class RunCoordinator extends AbstractBehavior<RunCoordinator.Command> {
    /** What the coordinator understands. */
    public interface Command {}

    /** Stops with a checkpoint: at once where nothing is half done, else at the next step boundary. */
    public record StopRun() implements Command {}

    /** Asks for a sign of life, which observers hear. */
    public record Beat() implements Command {}

    private record BeginRun() implements Command {}

    record ShardComputed(int worker, ShardResult result) implements Command {}

    record SliceReduced(int worker, double sumOfSquares) implements Command {}

    record SliceUpdated() implements Command {}

    /** The data are bad beyond the budget. */
    record DataRejected(String reason) implements Command {}

    private static final String NO_WAY_BACK = "no checkpoint to go back to: ";
    private static final String UNDECIDED = "nobody has decided to end";
    private final RunSetup setup;
    private final Supplier<@Nullable Throwable> thrown;
    private final RunPlan plan;
    private final TrainingState state;
    private final TrainingObserver observer;
    private final Crew crew;
    private final SideRequests side;
    private final TrainingSteps steps;
    private final SteeringDesk steering;
    private final Rewinding rewinding;
    private RunPhase phase = RunPhase.TRAINING;
    private boolean stopRequested;
    private @Nullable RunOutcome outcome;

    private RunCoordinator(
            ActorContext<Command> context,
            RunSetup setup,
            Function<ActorContext<Command>, Crew> crew,
            Supplier<@Nullable Throwable> thrown) {
        super(context);
        this.setup = setup;
        this.thrown = thrown;
        this.plan = setup.plan();
        this.state = setup.state();
        this.observer = setup.observer();
        this.crew = crew.apply(context);
        this.steps = new TrainingSteps(setup, this.crew, context.getSelf());
        this.side = new SideRequests(this.crew, setup, context.getSelf(), System::nanoTime);
        this.steering = new SteeringDesk(observer, steps.clock(), setup.start().step());
        this.rewinding = new Rewinding(steps, side, steering, observer);
        this.crew.all().forEach(context::watch);
    }

    /**
     * A coordinator that begins at once.
     *
     * @param crew spawns the coordinator's children
     */
    public static Behavior<Command> create(RunSetup setup, Function<ActorContext<Command>, Crew> crew) {
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Behavior<Command> coordinator = Behaviors.setup(context -> {
            // By a message: an actor that ends in its setup hears no PostStop, and would leave its state behind.
            context.getSelf().tell(new BeginRun());
            return new RunCoordinator(context, setup, crew, thrown::get);
        });
        return ActorMdc.named(
                Command.class,
                Behaviors.intercept(() -> new FailureListener<>(Command.class, thrown::set), coordinator));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(BeginRun.class, message -> onBeginRun())
                .onMessage(BatchBroker.BatchReady.class, this::onBatchReady)
                .onMessage(ShardComputed.class, this::onShardComputed)
                .onMessage(SliceReduced.class, message -> steps.sliceReduced(message) ? stepDone() : this)
                .onMessage(SliceUpdated.class, message -> steps.sliceUpdated() ? stepDone() : this)
                .onMessage(SideWork.MapsRefreshed.class, this::onMapsRefreshed)
                .onMessage(SideWork.FeaturesEvaluated.class, this::onFeaturesEvaluated)
                .onMessage(SideWork.EvaluationJudged.class, message -> answered(Kind.EVALUATION))
                .onMessage(SideWork.CheckpointWritten.class, this::onCheckpointWritten)
                .onMessage(SideWork.PicturesDrawn.class, this::onPicturesDrawn)
                .onMessage(SideWork.CheckpointFailed.class, this::onCheckpointFailed)
                .onMessage(SideWork.Superseded.class, message -> stop(End.SUPERSEDED, message.reason()))
                .onMessage(SideWork.Restored.class, this::onRestored)
                .onMessage(SideWork.RestoreFailed.class, message -> stop(End.FAILED, NO_WAY_BACK + message.reason()))
                .onMessage(SideWork.Failed.class, this::onSideWorkFailed)
                .onMessage(SideWork.Restarted.class, this::onSideActorRestarted)
                .onMessage(SideWork.Advanced.class, this::onSideWorkAdvanced)
                .onMessage(DataRejected.class, this::onDataRejected)
                .onMessage(RunSteering.Request.class, this::onSteering)
                .onMessage(StopRun.class, message -> onStopRun())
                .onMessage(Beat.class, message -> onBeat())
                .onSignal(Terminated.class, this::onTerminated)
                .onSignal(PostStop.class, signal -> onPostStop())
                .build();
    }

    private Behavior<Command> onBeginRun() {
        observer.runStarted(cursor().step(), plan.totalSteps(), plan.schedule().stepsPerEpoch());
        return cursor().step() >= plan.totalSteps()
                ? end(new RunOutcome(End.FINISHED, cursor().step(), ""))
                : beginEpoch();
    }

    private Behavior<Command> beginEpoch() {
        steps.epochBegins();
        int epoch = steps.epoch();
        if (plan.mustWaitForMaps(epoch, cursor().mapsEpoch())) {
            phase = RunPhase.WAITING_FOR_MAPS;
            steps.clock().mapsAwaited();
            // A checkpoint being written still reads the maps: it must not see half of the next ones.
            if (!side.inFlight(Kind.CHECKPOINT)) {
                side.refreshMaps(cursor(), epoch);
            }
            return this;
        }
        if (plan.refreshDueDuring(epoch, cursor().mapsEpoch())) {
            side.refreshMapsBeside(cursor(), epoch);
        }
        return train(epoch);
    }

    private Behavior<Command> onMapsRefreshed(SideWork.MapsRefreshed message) {
        side.mapsRefreshed(message, cursor());
        steps.mapsRefreshed(message.epoch());
        rewinding.mapperIsIdle();
        if (phase != RunPhase.WAITING_FOR_MAPS) {
            return this;
        }
        steps.clock().mapsCame();
        return steering.held() ? heedOrders() : train(steps.epoch());
    }

    private Behavior<Command> train(int epoch) {
        phase = RunPhase.TRAINING;
        crew.broker().tell(new BatchBroker.ReleaseEpoch(plan.plannableUpTo(epoch)));
        steps.begin();
        return this;
    }

    private Behavior<Command> onBatchReady(BatchBroker.BatchReady message) {
        if (phase == RunPhase.ENDING) {
            message.close();
            return this;
        }
        return steps.batchReady(message) ? stepDone() : this;
    }

    private Behavior<Command> onShardComputed(ShardComputed message) {
        steps.shardComputed(message);
        return this;
    }

    private Behavior<Command> stepDone() {
        Optional<RunOutcome> hopeless = steps.mustGoBack() ? rewinding.begin() : steps.tooManyEmpty();
        if (hopeless.isPresent()) {
            return stop(hopeless.get());
        }
        if (steps.mustGoBack()) {
            phase = RunPhase.GOING_BACK;
            return this;
        }
        boolean last = cursor().step() >= plan.totalSteps();
        if (stopRequested || last) {
            return end(new RunOutcome(last ? End.FINISHED : End.STOPPED, cursor().step(), ""));
        }
        // A checkpoint of weights in trouble is one too many.
        if (steps.inTrouble()) {
            side.noteDue(cursor());
        } else {
            side.requestDue(cursor(), steps.lastEpoch());
        }
        steering.fillOrders(side, cursor());
        return steering.hold(cursor().step()) ? this : goOn();
    }

    private Behavior<Command> goOn() {
        if (phase == RunPhase.WAITING_FOR_MAPS || steps.atEpochBoundary()) {
            return beginEpoch();
        }
        steps.begin();
        return this;
    }

    private Behavior<Command> onRestored(SideWork.Restored message) {
        rewinding.end(message.cursor());
        return stopRequested ? end(new RunOutcome(End.STOPPED, cursor().step(), "")) : beginEpoch();
    }

    // In a step, its end will see what is asked; held or waiting for maps, nothing is half done.
    private Behavior<Command> onSteering(RunSteering.Request request) {
        boolean between = steering.held() || phase == RunPhase.WAITING_FOR_MAPS;
        if (phase == RunPhase.ENDING || stopRequested) {
            return steering.refuseAtTheEnd(request) ? stop(RunOutcome.abandoned(cursor().step())) : this;
        }
        return switch (steering.take(request, cursor().step(), between)) {
            case WAIT -> this;
            case GO_ON -> goOn();
            case HEED_ORDERS -> heedOrders();
            case ABANDON -> stop(RunOutcome.abandoned(cursor().step()));
        };
    }

    // Maps that are being made would be torn in a checkpoint.
    private Behavior<Command> heedOrders() {
        if (phase != RunPhase.WAITING_FOR_MAPS || !side.inFlight(Kind.REFRESH)) {
            steering.fillOrders(side, cursor());
        }
        return this;
    }

    private Behavior<Command> onCheckpointWritten(SideWork.CheckpointWritten message) {
        side.answered(Kind.CHECKPOINT);
        side.checkpointWritten();
        steering.checkpointWritten(message.step());
        observer.checkpointWritten(message.step(), message.folder(), message.bytes(), message.nanos());
        return afterCheckpoint();
    }

    private Behavior<Command> afterCheckpoint() {
        if (phase == RunPhase.ENDING) {
            return stopWhenDone();
        }
        if (steering.held()) {
            return heedOrders();
        }
        if (phase == RunPhase.WAITING_FOR_MAPS) {
            side.refreshMaps(cursor(), steps.epoch());
        }
        return this;
    }

    private Behavior<Command> onFeaturesEvaluated(SideWork.FeaturesEvaluated message) {
        observer.evaluated(message.version(), message.epoch(), message.reports(), message.untrained());
        return side.judge(message.reports()) ? this : answered(Kind.EVALUATION);
    }

    private Behavior<Command> onPicturesDrawn(SideWork.PicturesDrawn message) {
        observer.picturesDrawn(message.step(), message.file());
        return answered(Kind.PICTURES);
    }

    private Behavior<Command> answered(Kind kind) {
        side.answered(kind);
        return phase == RunPhase.ENDING ? stopWhenDone() : this;
    }

    private Behavior<Command> onSideWorkAdvanced(SideWork.Advanced message) {
        if (phase != RunPhase.TRAINING) {
            observer.awaitedWorkAdvanced(message.stage());
        }
        return this;
    }

    private Behavior<Command> onSideActorRestarted(SideWork.Restarted message) {
        observer.actorRestarted(message.kind().actor());
        if (phase == RunPhase.GOING_BACK && message.kind() == Kind.CHECKPOINT) {
            return stop(End.FAILED, NO_WAY_BACK + message.reason());
        }
        if (side.inFlight(message.kind())) {
            getContext().getSelf().tell(message.asFailure());
        }
        return this;
    }

    private Behavior<Command> onSideWorkFailed(SideWork.Failed message) {
        side.failed(message);
        getContext().getLog().error("{} failed: {}", message.kind(), message.reason());
        if (message.kind() == Kind.REFRESH && phase == RunPhase.WAITING_FOR_MAPS) {
            return stop(End.FAILED, "maps could not be made: " + message.reason());
        }
        if (message.kind() == Kind.REFRESH) {
            rewinding.mapperIsIdle();
        }
        return phase == RunPhase.ENDING ? stopWhenDone() : this;
    }

    private Behavior<Command> onCheckpointFailed(SideWork.CheckpointFailed message) {
        side.answered(Kind.CHECKPOINT);
        observer.checkpointFailed(side.checkpointedStep(), message.reached(), message.reason());
        steering.checkpointFailed(side.checkpointedStep(), message.reason());
        int failures = side.checkpointFailed();
        // At the end the one that failed may be older than the one still to be tried.
        boolean givenUp = phase == RunPhase.ENDING
                ? !side.checkpointLeftToDo()
                : failures >= plan.limits().checkpointFailures();
        return givenUp ? stop(End.CANNOT_WRITE, message.reason()) : afterCheckpoint();
    }

    private Behavior<Command> onStopRun() {
        stopRequested = true;
        if (phase == RunPhase.GOING_BACK) {
            return this;
        }
        RunOutcome stopped = new RunOutcome(End.STOPPED, cursor().step(), "");
        if (phase == RunPhase.ENDING) {
            side.keepOnlyCheckpoint(cursor());
            outcome = stopped;
            return stopWhenDone();
        }
        // Waiting for maps or for a batch, nothing is half done; in a step, its end will see the request.
        return phase == RunPhase.WAITING_FOR_MAPS || !steps.halfDone() ? end(stopped) : this;
    }

    private Behavior<Command> end(RunOutcome planned) {
        phase = RunPhase.ENDING;
        outcome = planned;
        side.noteForTheEnd(cursor(), planned.end());
        return stopWhenDone();
    }

    private Behavior<Command> stopWhenDone() {
        RunOutcome planned = Objects.requireNonNull(outcome, UNDECIDED);
        return side.workOff(cursor(), steps.lastEpoch(), planned.end()) ? this : stop(planned);
    }

    private Behavior<Command> onDataRejected(DataRejected message) {
        if (phase != RunPhase.ENDING) {
            return stop(End.BAD_DATA, message.reason());
        }
        outcome = Objects.requireNonNull(outcome, UNDECIDED).withDataMissing(message.reason());
        return this;
    }

    private Behavior<Command> onTerminated(Terminated signal) {
        String reason = Crew.reasonOf(signal);
        Optional<Kind> kind = crew.kindOf(signal.getRef());
        if (phase == RunPhase.ENDING && !kind.equals(Optional.of(Kind.CHECKPOINT))) {
            // The weights are whole, and the checkpoint is what matters now.
            getContext().getLog().error("{}, at the end of the run", reason);
            kind.ifPresent(each -> side.abandon(each, cursor()));
            return stopWhenDone();
        }
        crew.tellOfTheEnd(signal.getRef(), reason, observer);
        return stop(End.FAILED, reason);
    }

    private Behavior<Command> stop(End end, String message) {
        return stop(new RunOutcome(end, cursor().step(), message));
    }

    private Behavior<Command> stop(RunOutcome ended) {
        outcome = ended;
        if (ended.end() == End.BAD_DATA) {
            observer.dataFailed(ended.message());
        }
        return Behaviors.stopped();
    }

    private Behavior<Command> onBeat() {
        observer.actorsAnswer();
        return this;
    }

    private Behavior<Command> onPostStop() {
        RunOutcome ended = RunOutcome.of(outcome, thrown.get(), cursor().step());
        side.close(cursor());
        state.close();
        steering.close();
        observer.runStopped(ended);
        setup.outcome().complete(ended);
        return this;
    }

    private RunCursor cursor() {
        return steps.cursor();
    }
}
