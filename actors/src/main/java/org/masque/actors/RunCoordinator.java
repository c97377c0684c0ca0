package org.masque.actors;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.masque.actors.RunOutcome.End;
import org.masque.actors.SideWork.Kind;
import org.masque.model.kernels.AdamStep;
import org.masque.model.objective.ShardResult;
import org.masque.model.objective.ShardTrainer.Start;
import org.masque.model.objective.TrainingState;

/**
 * Knows where a run stands and decides when: the next batch, the phases of a step, maps, evaluations, checkpoints, the
 * end.
 *
 * <p>One step: demand a batch, let each worker compute its shard, let each reduce its slice, check that all is finite,
 * let each update its slice. Only then, at a step boundary, are snapshots taken and requests to stop heard.
 */
public final class RunCoordinator extends AbstractBehavior<RunCoordinator.Command> {
    /** What the coordinator understands. */
    public interface Command {}

    /** Stops at the next step boundary, with a checkpoint. */
    public record StopRun() implements Command {}

    private record BeginRun() implements Command {}

    record ShardComputed(int worker, ShardResult result) implements Command {}

    record SliceReduced(int worker, double sumOfSquares) implements Command {}

    record SliceUpdated() implements Command {}

    /** The data are bad beyond the budget. */
    record DataRejected(String reason) implements Command {}

    private enum Phase {
        TRAINING,
        WAITING_FOR_MAPS,
        /** The last step is done or a stop was asked for; what is in flight is waited for. */
        ENDING
    }

    /**
     * What a coordinator is made of.
     *
     * @param plan when things are due
     * @param state owned from now on
     * @param start where to begin
     * @param observer hears everything
     * @param sampleName names a sample in messages
     * @param outcome completed when everything is closed
     */
    public record Setup(
            RunPlan plan,
            TrainingState state,
            RunCursor start,
            TrainingObserver observer,
            IntFunction<String> sampleName,
            CompletableFuture<RunOutcome> outcome) {}

    private final Setup setup;
    private final RunPlan plan;
    private final TrainingState state;
    private final TrainingObserver observer;
    private final Crew crew;
    private final SideRequests side;
    private RunCursor cursor;
    private StepInProgress step;
    private Phase phase = Phase.TRAINING;
    private boolean stopRequested;
    private RunOutcome outcome;
    private int nonFiniteSteps;
    private long refreshStartedAtStep;

    private RunCoordinator(ActorContext<Command> context, Setup setup, Function<ActorContext<Command>, Crew> crew) {
        super(context);
        this.setup = setup;
        this.plan = setup.plan();
        this.state = setup.state();
        this.observer = setup.observer();
        this.cursor = setup.start();
        this.outcome = new RunOutcome(End.FAILED, cursor.step(), "the run was ended from outside");
        this.crew = crew.apply(context);
        this.step = new StepInProgress(this.crew.workers().size());
        this.side = new SideRequests(this.crew, state, context.getSelf(), cursor.step());
        this.crew.all().forEach(context::watch);
    }

    /**
     * A coordinator that begins at once.
     *
     * @param crew spawns the coordinator's children
     */
    public static Behavior<Command> create(Setup setup, Function<ActorContext<Command>, Crew> crew) {
        return Behaviors.setup(context -> {
            // By a message: an actor that ends in its setup hears no PostStop, and would leave its state behind.
            context.getSelf().tell(new BeginRun());
            return new RunCoordinator(context, setup, crew);
        });
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(BeginRun.class, message -> onBeginRun())
                .onMessage(BatchBroker.BatchReady.class, this::onBatchReady)
                .onMessage(ShardComputed.class, this::onShardComputed)
                .onMessage(SliceReduced.class, this::onSliceReduced)
                .onMessage(SliceUpdated.class, this::onSliceUpdated)
                .onMessage(SideWork.MapsRefreshed.class, this::onMapsRefreshed)
                .onMessage(SideWork.FeaturesEvaluated.class, this::onFeaturesEvaluated)
                .onMessage(SideWork.CheckpointWritten.class, this::onCheckpointWritten)
                .onMessage(SideWork.PicturesDrawn.class, this::onPicturesDrawn)
                .onMessage(SideWork.Failed.class, this::onSideWorkFailed)
                .onMessage(DataRejected.class, this::onDataRejected)
                .onMessage(StopRun.class, message -> onStopRun())
                .onSignal(Terminated.class, this::onTerminated)
                .onSignal(PostStop.class, signal -> onPostStop())
                .build();
    }

    // --- epochs and maps

    private Behavior<Command> onBeginRun() {
        observer.runStarted(cursor.step(), plan.totalSteps(), stepsPerEpoch());
        return cursor.step() >= plan.totalSteps() ? end(new RunOutcome(End.FINISHED, cursor.step(), "")) : beginEpoch();
    }

    private Behavior<Command> beginEpoch() {
        int epoch = epoch();
        if (plan.mustWaitForMaps(epoch, cursor.mapsEpoch())) {
            phase = Phase.WAITING_FOR_MAPS;
            // A checkpoint being written still reads the maps: it must not see half of the next ones.
            return side.inFlight(Kind.CHECKPOINT) ? this : refreshMaps(epoch);
        }
        if (plan.refreshDueDuring(epoch, cursor.mapsEpoch())) {
            refreshMaps(epoch);
        }
        return train(epoch);
    }

    private Behavior<Command> refreshMaps(int epoch) {
        if (side.refreshMaps(cursor, epoch)) {
            refreshStartedAtStep = cursor.step();
            observer.refreshStarted(epoch, cursor.updates());
        }
        return this;
    }

    private Behavior<Command> onMapsRefreshed(SideWork.MapsRefreshed message) {
        side.answered(Kind.REFRESH);
        cursor = cursor.mapsRefreshed(message.epoch());
        observer.refreshFinished(
                message.epoch(), message.version(), message.nanos(), cursor.step() - refreshStartedAtStep);
        return phase == Phase.WAITING_FOR_MAPS ? train(epoch()) : this;
    }

    private Behavior<Command> train(int epoch) {
        phase = Phase.TRAINING;
        crew.broker().tell(new BatchBroker.ReleaseEpoch(plan.plannableUpTo(epoch)));
        step = new StepInProgress(crew.workers().size());
        return demandBatch();
    }

    // --- one step

    private Behavior<Command> demandBatch() {
        crew.broker().tell(new BatchBroker.DemandBatch(getContext().getSelf()));
        return this;
    }

    private Behavior<Command> onBatchReady(BatchBroker.BatchReady message) {
        try (HostBatch batch = message.batch()) {
            step.batchArrived(message);
            Start start = step.batches() == 1 ? Start.FRESH : Start.CONTINUED;
            int workers = crew.workers().size();
            float scale = step.scale(batch, plan.schedule().accumulation());
            step.awaitWorkers();
            for (int i = 0; i < workers; i++) {
                int from = batch.size() * i / workers;
                int to = batch.size() * (i + 1) / workers;
                crew.workers().get(i).tell(new DeviceWorker.ComputeShard(batch.retain(), from, to, scale, start));
            }
        }
        return this;
    }

    private Behavior<Command> onShardComputed(ShardComputed message) {
        if (!step.shardComputed(message.worker(), message.result())) {
            return this;
        }
        if (step.batches() < plan.schedule().accumulation()) {
            return demandBatch();
        }
        step.awaitWorkers();
        crew.workers().forEach(worker -> worker.tell(new DeviceWorker.ReduceSlice()));
        return this;
    }

    private Behavior<Command> onSliceReduced(SliceReduced message) {
        if (!step.sliceReduced(message.worker(), message.sumOfSquares())) {
            return this;
        }
        if (!step.finite() || step.empty()) {
            return leaveStepOut();
        }
        nonFiniteSteps = 0;
        AdamStep adam = plan.optimizer().step(learningRate(), cursor.updates() + 1);
        float scale = clippingScale(step.gradientNorm());
        step.awaitWorkers();
        crew.workers().forEach(worker -> worker.tell(new DeviceWorker.UpdateSlice(adam, scale)));
        return this;
    }

    private double learningRate() {
        return plan.learningRate().at(plan.schedule().fractionalEpoch(cursor.step()));
    }

    private float clippingScale(double norm) {
        double limit = plan.optimizer().clipNorm();
        return limit > 0 && norm > limit ? (float) (limit / norm) : 1;
    }

    private Behavior<Command> leaveStepOut() {
        nonFiniteSteps++;
        observer.stepSkipped(
                cursor.step(),
                step.loss(),
                step.ids().stream().map(setup.sampleName()::apply).toList());
        cursor = cursor.stepLeftOut();
        if (nonFiniteSteps >= plan.limits().nonFiniteSteps()) {
            return stop(new RunOutcome(
                    End.FAILED,
                    cursor.step(),
                    nonFiniteSteps + " steps in a row had no finite gradient (last loss " + step.loss()
                            + "): lower optimizer.learningRate or set optimizer.clipNorm"));
        }
        return stepDone();
    }

    private Behavior<Command> onSliceUpdated(SliceUpdated message) {
        if (!step.sliceUpdated()) {
            return this;
        }
        double learningRate = learningRate();
        int epoch = epoch();
        cursor = cursor.stepApplied();
        observer.stepApplied(new StepReport(
                cursor.step(),
                plan.totalSteps(),
                epoch,
                step.loss(),
                learningRate,
                step.gradientNorm(),
                step.samples(),
                step.counts(),
                cursor.mapsEpoch() < 0 ? -1 : epoch - cursor.mapsEpoch(),
                step.readyBatches(),
                step.times()));
        return stepDone();
    }

    // --- step boundaries

    private Behavior<Command> stepDone() {
        boolean last = cursor.step() >= plan.totalSteps();
        if (stopRequested || last) {
            return end(new RunOutcome(last ? End.FINISHED : End.STOPPED, cursor.step(), ""));
        }
        side.requestDue(plan, cursor, lastEpoch(), observer);
        if (cursor.step() % stepsPerEpoch() == 0) {
            return beginEpoch();
        }
        step = new StepInProgress(crew.workers().size());
        return demandBatch();
    }

    private Behavior<Command> onCheckpointWritten(SideWork.CheckpointWritten message) {
        side.answered(Kind.CHECKPOINT);
        side.checkpointWritten();
        observer.checkpointWritten(message.step(), message.folder(), message.bytes(), message.nanos());
        return afterCheckpoint();
    }

    private Behavior<Command> afterCheckpoint() {
        if (phase == Phase.ENDING) {
            return stopWhenDone();
        }
        return phase == Phase.WAITING_FOR_MAPS ? refreshMaps(epoch()) : this;
    }

    private Behavior<Command> onFeaturesEvaluated(SideWork.FeaturesEvaluated message) {
        side.answered(Kind.EVALUATION);
        observer.evaluated(message.version(), message.epoch(), message.reports(), message.untrained());
        return phase == Phase.ENDING ? stopWhenDone() : this;
    }

    private Behavior<Command> onPicturesDrawn(SideWork.PicturesDrawn message) {
        side.answered(Kind.PICTURES);
        observer.picturesDrawn(message.step(), message.file());
        return phase == Phase.ENDING ? stopWhenDone() : this;
    }

    private Behavior<Command> onSideWorkFailed(SideWork.Failed message) {
        side.answered(message.kind());
        if (message.kind() == Kind.CHECKPOINT) {
            return onCheckpointFailed(message.reason());
        }
        getContext().getLog().error("{} failed: {}", message.kind(), message.reason());
        if (message.kind() == Kind.REFRESH && phase == Phase.WAITING_FOR_MAPS) {
            return stop(new RunOutcome(End.FAILED, cursor.step(), "maps could not be made: " + message.reason()));
        }
        return phase == Phase.ENDING ? stopWhenDone() : this;
    }

    private Behavior<Command> onCheckpointFailed(String reason) {
        observer.checkpointFailed(side.checkpointedStep(), reason);
        int failures = side.checkpointFailed();
        if (phase == Phase.ENDING || failures >= plan.limits().checkpointFailures()) {
            return stop(new RunOutcome(End.CANNOT_WRITE, cursor.step(), reason));
        }
        return afterCheckpoint();
    }

    // --- the end

    private Behavior<Command> onStopRun() {
        stopRequested = true;
        RunOutcome stopped = new RunOutcome(End.STOPPED, cursor.step(), "");
        if (phase == Phase.ENDING) {
            side.keepOnlyCheckpoint();
            outcome = stopped;
            return stopWhenDone();
        }
        // Waiting for maps, nothing is half done; in a step, its end will see the request.
        return phase == Phase.WAITING_FOR_MAPS ? end(stopped) : this;
    }

    private Behavior<Command> end(RunOutcome planned) {
        phase = Phase.ENDING;
        outcome = planned;
        side.noteForTheEnd(cursor, planned.end() == End.FINISHED ? plan.atEnd() : Set.of());
        return stopWhenDone();
    }

    private Behavior<Command> stopWhenDone() {
        Set<Kind> awaited = outcome.end() == End.FINISHED
                ? EnumSet.of(Kind.CHECKPOINT, Kind.EVALUATION, Kind.PICTURES)
                : EnumSet.of(Kind.CHECKPOINT);
        return side.workOff(cursor, lastEpoch(), awaited) ? this : stop(outcome);
    }

    private Behavior<Command> onDataRejected(DataRejected message) {
        return stop(new RunOutcome(End.BAD_DATA, cursor.step(), message.reason()));
    }

    private Behavior<Command> onTerminated(Terminated signal) {
        return stop(new RunOutcome(
                End.FAILED, cursor.step(), signal.getRef().path().name() + " failed; the next start resumes"));
    }

    private Behavior<Command> stop(RunOutcome ended) {
        outcome = ended;
        return Behaviors.stopped();
    }

    private Behavior<Command> onPostStop() {
        state.close();
        observer.runStopped(outcome);
        setup.outcome().complete(outcome);
        return this;
    }

    private int epoch() {
        return plan.schedule().epochOfStep(cursor.step());
    }

    private int lastEpoch() {
        return plan.schedule().epochOfStep(Math.max(0, cursor.step() - 1));
    }

    private int stepsPerEpoch() {
        return plan.schedule().stepsPerEpoch();
    }
}
