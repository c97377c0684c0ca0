package org.masque.actors;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.masque.actors.BadStep.Cause;
import org.masque.actors.span.Span;
import org.masque.model.kernels.AdamStep;
import org.masque.model.objective.ShardTrainer.Start;
import org.masque.model.objective.TensorStatistics;

/**
 * One step after another: demand a batch, let each worker compute its shard, let each reduce its slice, check that all
 * is finite, let each update its slice.
 *
 * <p>It belongs to the coordinator, and keeps where the run stands. Each message moves it on; true means that the step
 * is done.
 */
final class TrainingSteps {
    private final RunPlan plan;
    private final RunSetup setup;
    private final Crew crew;
    private final ActorRef<RunCoordinator.Command> coordinator;
    private final RecoveryPolicy policy;
    private final EmptySteps empty;
    private final List<BadStep> badSteps = new ArrayList<>();
    private final StepClock clock = new StepClock(System::nanoTime);
    private RunCursor cursor;
    private Span.Step span = new Span.Step();
    private Span.BatchWait wait = new Span.BatchWait();
    private StepInProgress step;

    TrainingSteps(RunSetup setup, Crew crew, ActorRef<RunCoordinator.Command> coordinator) {
        this.plan = setup.plan();
        this.setup = setup;
        this.crew = crew;
        this.coordinator = coordinator;
        this.policy = plan.limits().recovery();
        this.empty = new EmptySteps(plan.limits().emptySteps());
        this.cursor = setup.start();
        this.step = new StepInProgress(crew.workers().size());
    }

    /** Where the run stands. */
    RunCursor cursor() {
        return cursor;
    }

    StepClock clock() {
        return clock;
    }

    /** The epoch, 0-based, of the next step. */
    int epoch() {
        return plan.schedule().epochOfStep(cursor.step());
    }

    /** The epoch, 0-based, of the last step. */
    int lastEpoch() {
        return plan.schedule().epochOfStep(Math.max(0, cursor.step() - 1));
    }

    /** Whether the last step was the last of its epoch, or none was taken yet. */
    boolean atEpochBoundary() {
        return cursor.step() % plan.schedule().stepsPerEpoch() == 0;
    }

    void mapsRefreshed(int epoch) {
        cursor = cursor.mapsRefreshed(epoch);
    }

    /** An epoch begins or goes on; losses under other masks are not compared with those before. */
    void epochBegins() {
        int epoch = epoch();
        if (atEpochBoundary()
                && epoch > 0
                && plan.masks().usesMaps(epoch) != plan.masks().usesMaps(epoch - 1)) {
            cursor = cursor.with(cursor.recovery().taskChanged());
        }
    }

    /** Whether workers are changing gradients or weights just now. */
    boolean halfDone() {
        return !step.awaitsNobody();
    }

    /** Begins the next step. */
    void begin() {
        step = new StepInProgress(crew.workers().size());
        span = Span.begin(new Span.Step(), StepClock.COORDINATOR, cursor.step());
        demandBatch();
    }

    private void demandBatch() {
        wait = Span.begin(new Span.BatchWait(), StepClock.COORDINATOR, cursor.step());
        crew.broker().tell(new BatchBroker.DemandBatch(coordinator));
    }

    /**
     * Takes the batch over and gives each worker its shard, or passes it over if its step is left out for good; true if
     * that step is done.
     */
    boolean batchReady(BatchBroker.BatchReady message) {
        try (HostBatch batch = message.batch()) {
            step.batchArrived(message);
            wait.commit(message.waitedForDataNanos(), message.waitedForMasksNanos());
            if (cursor.recovery().leavesOut(cursor.step())) {
                return passOver();
            }
            Start start = step.batches() == 1 ? Start.FRESH : Start.CONTINUED;
            float scale = step.scale(plan.schedule().accumulation());
            step.awaitWorkers();
            crew.computeShards(batch, scale, start);
            return false;
        }
    }

    private boolean passOver() {
        if (step.batches() < plan.schedule().accumulation()) {
            demandBatch();
            return false;
        }
        setup.observer().stepPassedOver(cursor.step());
        cursor = cursor.stepLeftOut();
        return true;
    }

    void shardComputed(RunCoordinator.ShardComputed message) {
        if (!step.shardComputed(message.worker(), message.result())) {
            return;
        }
        setup.observer().batchComputed();
        if (step.batches() < plan.schedule().accumulation()) {
            demandBatch();
        } else {
            step.awaitWorkers();
            crew.reduceSlices();
        }
    }

    boolean sliceReduced(RunCoordinator.SliceReduced message) {
        if (!step.sliceReduced(message.worker(), message.sumOfSquares())) {
            return false;
        }
        if (step.empty()) {
            leaveOutEmpty();
            return true;
        }
        Optional<Cause> bad = policy.judge(cursor.recovery(), step.loss(), step.gradientNorm());
        if (bad.isPresent()) {
            leaveOut(bad.get());
            return true;
        }
        AdamStep adam = plan.optimizer().step(learningRate(), cursor.updates() + 1);
        step.awaitWorkers();
        crew.updateSlices(
                adam, clippingScale(step.gradientNorm()), plan.schedule().epochOfStep(cursor.step()));
        return false;
    }

    private double learningRate() {
        double scheduled = plan.learningRate().at(plan.schedule().fractionalEpoch(cursor.step()));
        return scheduled * cursor.recovery().rateFactor(cursor.step());
    }

    private float clippingScale(double norm) {
        double limit = plan.optimizer().clipNorm();
        return limit > 0 && norm > limit ? (float) (limit / norm) : 1;
    }

    private void leaveOutEmpty() {
        empty.count();
        setup.observer().stepEmpty(cursor.step());
        cursor = cursor.stepLeftOut();
    }

    private void leaveOut(Cause cause) {
        BadStep bad = new BadStep(
                cursor.step(),
                cause,
                step.loss(),
                cursor.recovery().median(policy.spikeWindow()).orElse(Double.NaN),
                step.gradientNorm(),
                learningRate(),
                step.ids(),
                step.ids().stream().map(setup.sampleName()::apply).toList());
        badSteps.add(bad);
        setup.observer().stepSkipped(bad);
        cursor = cursor.with(cursor.recovery().bad()).stepLeftOut();
    }

    /** How the run must end, if too many steps in a row had no image. */
    Optional<RunOutcome> tooManyEmpty() {
        return empty.outcome(cursor.step());
    }

    /** Whether too many steps in a row were bad. */
    boolean mustGoBack() {
        return policy.mustGoBack(cursor.recovery());
    }

    /** Whether the last step was bad, and so its weights are not to be trusted. */
    boolean inTrouble() {
        return cursor.recovery().badInARow() > 0;
    }

    /** What is known of the bad steps; slow, it reads all gradients and weights. */
    Diagnosis diagnosis() {
        var weights = setup.state().weights();
        return new Diagnosis(
                cursor.step(),
                !policy.mustGiveUp(cursor.recovery()),
                badSteps,
                cursor.recovery(),
                TensorStatistics.of(weights.layout(), setup.state().gradients(0)),
                TensorStatistics.of(weights.layout(), weights.flat()));
    }

    /** The latest step whose checkpoint may be gone back to. */
    long lastTrusted() {
        return policy.rollback(cursor).first();
    }

    /** The state is that of an earlier checkpoint now. */
    void goneBack(RunCursor checkpoint) {
        Recovery learnt = cursor.recovery().backAt(checkpoint.recovery(), policy.rollback(cursor));
        cursor = checkpoint.with(learnt);
        badSteps.clear();
        crew.broker()
                .tell(new BatchBroker.GoBack(cursor.step() * plan.schedule().accumulation()));
    }

    boolean sliceUpdated() {
        if (!step.sliceUpdated()) {
            return false;
        }
        span.commit();
        empty.forgive();
        badSteps.clear();
        double learningRate = learningRate();
        int epoch = epoch();
        cursor = cursor.with(cursor.recovery().applied(step.loss(), policy.spikeWindow()))
                .stepApplied();
        setup.observer()
                .stepApplied(new StepReport(
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
                        clock.updated(step.phases())));
        return true;
    }
}
