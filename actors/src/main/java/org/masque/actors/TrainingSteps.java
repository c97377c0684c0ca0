package org.masque.actors;

import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.masque.model.kernels.AdamStep;
import org.masque.model.objective.ShardTrainer.Start;

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
    private final StepsLeftOut leftOut;
    private final StepClock clock = new StepClock(System::nanoTime);
    private RunCursor cursor;
    private StepInProgress step;

    TrainingSteps(RunSetup setup, Crew crew, ActorRef<RunCoordinator.Command> coordinator) {
        this.plan = setup.plan();
        this.setup = setup;
        this.crew = crew;
        this.coordinator = coordinator;
        this.leftOut = new StepsLeftOut(plan.limits().nonFiniteSteps());
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

    void mapsRefreshed(int epoch) {
        cursor = cursor.mapsRefreshed(epoch);
    }

    /** Whether workers are changing gradients or weights just now. */
    boolean halfDone() {
        return !step.awaitsNobody();
    }

    /** Begins the next step. */
    void begin() {
        step = new StepInProgress(crew.workers().size());
        demandBatch();
    }

    private void demandBatch() {
        crew.broker().tell(new BatchBroker.DemandBatch(coordinator));
    }

    /** Takes the batch over and gives each worker its shard. */
    void batchReady(BatchBroker.BatchReady message) {
        try (HostBatch batch = message.batch()) {
            step.batchArrived(message);
            Start start = step.batches() == 1 ? Start.FRESH : Start.CONTINUED;
            float scale = step.scale(plan.schedule().accumulation());
            step.awaitWorkers();
            crew.computeShards(batch, scale, start);
        }
    }

    void shardComputed(RunCoordinator.ShardComputed message) {
        if (!step.shardComputed(message.worker(), message.result())) {
            return;
        }
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
        if (!step.finite() || step.empty()) {
            leaveOut();
            return true;
        }
        AdamStep adam = plan.optimizer().step(learningRate(), cursor.updates() + 1);
        step.awaitWorkers();
        crew.updateSlices(
                adam, clippingScale(step.gradientNorm()), plan.schedule().epochOfStep(cursor.step()));
        return false;
    }

    private double learningRate() {
        return plan.learningRate().at(plan.schedule().fractionalEpoch(cursor.step()));
    }

    private float clippingScale(double norm) {
        double limit = plan.optimizer().clipNorm();
        return limit > 0 && norm > limit ? (float) (limit / norm) : 1;
    }

    private void leaveOut() {
        if (step.empty()) {
            leftOut.countEmpty();
            setup.observer().stepEmpty(cursor.step());
        } else {
            leftOut.countNonFinite();
            List<String> samples =
                    step.ids().stream().map(setup.sampleName()::apply).toList();
            setup.observer().stepSkipped(cursor.step(), step.loss(), samples);
        }
        cursor = cursor.stepLeftOut();
    }

    /** How the run must end, if too many steps in a row were left out. */
    Optional<RunOutcome> tooManyLeftOut() {
        return leftOut.outcome(cursor.step(), step.loss());
    }

    boolean sliceUpdated() {
        if (!step.sliceUpdated()) {
            return false;
        }
        leftOut.forgive();
        double learningRate = learningRate();
        int epoch = plan.schedule().epochOfStep(cursor.step());
        cursor = cursor.stepApplied();
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
