package org.masque.actors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.masque.actors.CoordinatorFixture.Worker;
import org.masque.actors.Milestones.Rhythm;
import org.masque.actors.RunOutcome.End;
import org.masque.actors.RunPlan.RefreshMode;
import org.masque.actors.SideWork.Kind;
import org.masque.model.checkpoint.SaveStage;
import org.masque.model.objective.ShardResult;
import org.masque.model.tensor.NoTensorLeaks;

@ExtendWith(NoTensorLeaks.class)
class RunCoordinatorTest {
    private static final SideWork.CheckpointFailed NO_SPACE =
            new SideWork.CheckpointFailed(SaveStage.FILE_WRITTEN, "no space left");

    private final CoordinatorFixture run = new CoordinatorFixture(Worker.PLAYED_BY_A_PROBE);

    @AfterEach
    void shutDown() {
        run.close();
    }

    // --- steps without a finite gradient

    @Test
    void severalBadStepsInARowAreNamedAndTheRunGoesBackAndLeavesThemOut() {
        ActorRef<RunCoordinator.Command> coordinator = run.start(CoordinatorFixture.plainPlan(), RunCursor.START);
        run.step(coordinator);
        run.step(coordinator);
        badSteps(coordinator, 3);

        assertThat(run.expectRestore()).isEqualTo(1);
        coordinator.tell(new SideWork.Restored(new RunCursor(1, 1, -1)));

        CheckpointSnapshot learnt = run.expectSnapshot();
        assertThat(learnt.cursor().step()).isEqualTo(1);
        assertThat(learnt.cursor().recovery().rollbacks()).hasSize(1);
        coordinator.tell(CoordinatorFixture.written(1));
        assertThat(run.broker.expectMessageClass(BatchBroker.GoBack.class)).isEqualTo(new BatchBroker.GoBack(1));
        for (int i = 0; i < 4; i++) {
            run.expectDemand();
            run.sendBatch(coordinator, 1);
        }
        run.step(coordinator);
        assertThat(run.expectCheckpoint()).isEqualTo(6);
        coordinator.tell(CoordinatorFixture.written(6));

        assertThat(run.outcome()).isEqualTo(new RunOutcome(End.FINISHED, 6, ""));
        assertThat(run.rollbacks).containsExactly("5 to 1");
        assertThat(run.skipped)
                .containsExactly(
                        "2 NaN [image-3, image-0]",
                        "3 NaN [image-3, image-0]",
                        "4 NaN [image-3, image-0]",
                        "1 passed over",
                        "2 passed over",
                        "3 passed over",
                        "4 passed over");
        assertThat(run.applied.get(2).learningRate())
                .isEqualTo(run.applied.get(1).learningRate() / 2);
    }

    @Test
    void aRunThatWentBackAsOftenAsItMayEndsAndSaysWhatIsKnown() {
        Recovery wentBack = new Recovery(List.of(), 0, List.of(new Recovery.Rollback(7, 9, 1)));
        ActorRef<RunCoordinator.Command> coordinator =
                run.start(CoordinatorFixture.plainPlan(), new RunCursor(0, 0, -1, wentBack));
        badSteps(coordinator, 3);

        RunOutcome outcome = run.outcome();

        assertThat(outcome.end()).isEqualTo(End.DIVERGED);
        assertThat(outcome.message()).startsWith("3 steps in a row").contains("optimizer.clipNorm");
        assertThat(run.diagnoses).hasSize(1);
        Diagnosis diagnosis = run.diagnoses.get(0);
        assertThat(diagnosis.goesBack()).isFalse();
        assertThat(diagnosis.badSteps()).map(BadStep::ids).containsOnly(List.of(3, 0));
        assertThat(diagnosis.gradients()).hasSameSizeAs(diagnosis.weights()).isNotEmpty();
    }

    @Test
    void aStopWhileGoingBackWaitsForTheWholeState() {
        ActorRef<RunCoordinator.Command> coordinator = run.start(CoordinatorFixture.plainPlan(), RunCursor.START);
        badSteps(coordinator, 3);
        run.expectRestore();
        coordinator.tell(new RunCoordinator.StopRun());
        run.checkpoints.expectNoMessage();

        coordinator.tell(new SideWork.Restored(RunCursor.START));

        assertThat(run.expectCheckpoint()).isZero();
        assertThat(run.outcome).isNotDone();
        coordinator.tell(CoordinatorFixture.written(0));
        assertThat(run.outcome()).isEqualTo(new RunOutcome(End.STOPPED, 0, ""));
    }

    @Test
    void aCheckpointThatCannotBeReadBackEndsTheRun() {
        ActorRef<RunCoordinator.Command> coordinator = run.start(CoordinatorFixture.plainPlan(), RunCursor.START);
        badSteps(coordinator, 3);
        run.expectRestore();

        coordinator.tell(new SideWork.RestoreFailed("the disk is gone"));

        assertThat(run.outcome())
                .isEqualTo(new RunOutcome(End.FAILED, 3, "no checkpoint to go back to: the disk is gone"));
    }

    @Test
    void noCheckpointIsWrittenAmongBadSteps() {
        ActorRef<RunCoordinator.Command> coordinator = run.start(CoordinatorFixture.checkpointPlan(), RunCursor.START);
        badSteps(coordinator, 2);
        run.checkpoints.expectNoMessage();

        run.step(coordinator);

        assertThat(run.expectCheckpoint()).isEqualTo(3);
        coordinator.tell(new RunCoordinator.DataRejected("enough"));
        run.outcome();
    }

    @Test
    void aCheckpointThatIsDueInABadStepIsWrittenAfterTheNextGoodOne() {
        ActorRef<RunCoordinator.Command> coordinator = run.start(CoordinatorFixture.checkpointPlan(2), RunCursor.START);
        run.step(coordinator);
        badSteps(coordinator, 1);
        run.checkpoints.expectNoMessage();

        run.step(coordinator);

        assertThat(run.expectCheckpoint()).isEqualTo(3);
        coordinator.tell(new RunCoordinator.DataRejected("enough"));
        run.outcome();
    }

    private void badSteps(ActorRef<RunCoordinator.Command> coordinator, int count) {
        for (int i = 0; i < count; i++) {
            run.expectDemand();
            run.compute(coordinator, Double.NaN);
        }
    }

    @Test
    void aFiniteStepBetweenForgivesTheOnesBefore() {
        ActorRef<RunCoordinator.Command> coordinator = run.start(CoordinatorFixture.plainPlan(), RunCursor.START);
        for (int i = 0; i < 2; i++) {
            run.expectDemand();
            run.compute(coordinator, Double.POSITIVE_INFINITY);
        }
        run.step(coordinator);
        for (int i = 0; i < 2; i++) {
            run.expectDemand();
            run.compute(coordinator, Double.NaN);
        }
        run.step(coordinator);
        assertThat(run.expectCheckpoint()).isEqualTo(6);
        coordinator.tell(CoordinatorFixture.written(6));

        assertThat(run.outcome().end()).isEqualTo(End.FINISHED);
        assertThat(run.skipped).hasSize(4);
    }

    @Test
    void aStepLeftOutChangesNoBitOfTheWeights() {
        try (CoordinatorFixture real = new CoordinatorFixture(Worker.REAL)) {
            ActorRef<RunCoordinator.Command> coordinator = real.start(CoordinatorFixture.plainPlan(), RunCursor.START);
            real.expectDemand();
            float[] before = real.weights();
            real.sendBatch(coordinator, Float.NaN);
            real.expectDemand();
            float[] afterBadStep = real.weights();
            real.sendBatch(coordinator, 0.3f);
            real.expectDemand();
            float[] afterGoodStep = real.weights();
            coordinator.tell(new RunCoordinator.DataRejected("enough"));
            real.outcome();

            assertThat(real.skipped).hasSize(1).allMatch(line -> line.startsWith("0 NaN"));
            assertThat(afterBadStep).isEqualTo(before);
            assertThat(afterGoodStep).isNotEqualTo(before).doesNotContain(Float.NaN);
        }
    }

    @Test
    void aStepWithoutImagesIsNoStepWithoutAFiniteGradient() {
        ActorRef<RunCoordinator.Command> coordinator = run.start(CoordinatorFixture.plainPlan(), RunCursor.START);
        for (int i = 0; i < 3; i++) {
            run.expectDemand();
            run.sendEmptyBatch(coordinator);
            run.computeShard(coordinator, 0);
            run.reduce(coordinator);
        }

        assertThat(run.outcome().end()).isEqualTo(End.BAD_DATA);
        assertThat(run.outcome().message()).startsWith("3 steps in a row had no image");
        assertThat(run.skipped).containsExactly("0 empty", "1 empty", "2 empty");
    }

    // --- times

    @Test
    void aStepAfterABarrierHasWaitedForItsMaps() {
        ActorRef<RunCoordinator.Command> coordinator =
                run.start(CoordinatorFixture.mapsPlan(RefreshMode.BARRIER, 0, Rhythm.NEVER), RunCursor.START);
        run.mapper.expectMessageClass(AttentionMapper.RefreshMaps.class).close();
        coordinator.tell(new SideWork.MapsRefreshed(0, 0, 1, 0));
        run.step(coordinator);
        run.step(coordinator);
        run.mapper.expectMessageClass(AttentionMapper.RefreshMaps.class).close();
        coordinator.tell(new RunCoordinator.StopRun());
        run.expectCheckpoint();
        coordinator.tell(CoordinatorFixture.written(2));
        run.outcome();

        StepReport.Times first = run.applied.get(0).times();
        assertThat(first.waitedForMasks()).isPositive();
        assertThat(first.step()).isGreaterThan(first.waitedForMasks());
        assertThat(run.applied.get(1).times().waitedForMasks()).isZero();
    }

    @Test
    void stepsCoverTheWholeTimeFromTheFirstToTheLast() {
        ActorRef<RunCoordinator.Command> coordinator = run.start(CoordinatorFixture.plainPlan(), RunCursor.START);
        run.expectDemand();
        long firstDemanded = System.nanoTime();
        run.compute(coordinator, Double.NaN);
        run.step(coordinator);
        run.step(coordinator);
        run.expectDemand();
        long covered =
                run.applied.stream().mapToLong(step -> step.times().step()).sum();
        coordinator.tell(new RunCoordinator.DataRejected("enough"));
        run.outcome();

        // The second update came after all but the last message of this thread.
        assertThat(run.applied).hasSize(2);
        assertThat(covered).isPositive().isGreaterThan(run.lastUpdateSent - firstDemanded);
    }

    // --- checkpoints

    @Test
    void checkpointsThatFailInARowEndTheRun() {
        ActorRef<RunCoordinator.Command> coordinator = run.start(CoordinatorFixture.checkpointPlan(), RunCursor.START);
        for (int i = 0; i < 2; i++) {
            run.step(coordinator);
            run.expectCheckpoint();
            coordinator.tell(NO_SPACE);
        }

        assertThat(run.outcome().end()).isEqualTo(End.CANNOT_WRITE);
        assertThat(run.outcome().message()).isEqualTo("no space left");
    }

    @Test
    void aCheckpointThatSucceedsForgivesTheOnesBefore() {
        ActorRef<RunCoordinator.Command> coordinator = run.start(CoordinatorFixture.checkpointPlan(), RunCursor.START);
        for (long step = 1; step <= CoordinatorFixture.STEPS; step++) {
            run.step(coordinator);
            assertThat(run.expectCheckpoint()).isEqualTo(step);
            boolean fails = step == 1 || step == 3 || step == 5;
            coordinator.tell(fails ? NO_SPACE : CoordinatorFixture.written(step));
        }

        assertThat(run.outcome()).isEqualTo(new RunOutcome(End.FINISHED, CoordinatorFixture.STEPS, ""));
    }

    @Test
    void atTheEndAnOlderCheckpointThatFailsDoesNotKeepTheLastFromBeingTried() {
        ActorRef<RunCoordinator.Command> coordinator = run.start(CoordinatorFixture.checkpointPlan(), RunCursor.START);
        run.step(coordinator);
        assertThat(run.expectCheckpoint()).isEqualTo(1);
        run.step(coordinator);
        run.expectDemand();
        coordinator.tell(new RunCoordinator.StopRun());
        run.checkpoints.expectNoMessage();

        coordinator.tell(NO_SPACE);

        assertThat(run.expectCheckpoint()).isEqualTo(2);
        coordinator.tell(CoordinatorFixture.written(2));
        assertThat(run.outcome()).isEqualTo(new RunOutcome(End.STOPPED, 2, ""));
    }

    @Test
    void theLastCheckpointThatFailsEndsTheRunAsUnwritten() {
        ActorRef<RunCoordinator.Command> coordinator = run.start(CoordinatorFixture.plainPlan(), RunCursor.START);
        run.step(coordinator);
        run.expectDemand();
        coordinator.tell(new RunCoordinator.StopRun());
        run.expectCheckpoint();
        coordinator.tell(NO_SPACE);

        assertThat(run.outcome()).isEqualTo(new RunOutcome(End.CANNOT_WRITE, 1, "no space left"));
    }

    @Test
    void aRunThatAnotherProcessHasBegunSinceEndsAtTheFirstRefusal() {
        ActorRef<RunCoordinator.Command> coordinator = run.start(CoordinatorFixture.checkpointPlan(), RunCursor.START);
        run.step(coordinator);
        run.expectCheckpoint();

        coordinator.tell(new SideWork.Superseded("pid=7 has this run now"));

        assertThat(run.outcome()).isEqualTo(new RunOutcome(End.SUPERSEDED, 1, "pid=7 has this run now"));
    }

    @Test
    void aRunThatAnotherProcessHasBegunSinceDoesNotGoBack() {
        ActorRef<RunCoordinator.Command> coordinator = run.start(CoordinatorFixture.plainPlan(), RunCursor.START);
        badSteps(coordinator, 3);
        run.expectRestore();

        coordinator.tell(new SideWork.Superseded("pid=7 has this run now"));

        assertThat(run.outcome().end()).isEqualTo(End.SUPERSEDED);
    }

    // --- stops

    @Test
    void aStopWhileABatchIsAwaitedEndsTheRunWithACheckpoint() {
        ActorRef<RunCoordinator.Command> coordinator = run.start(CoordinatorFixture.plainPlan(), RunCursor.START);
        run.step(coordinator);
        run.expectDemand();

        coordinator.tell(new RunCoordinator.StopRun());

        assertThat(run.expectCheckpoint()).isEqualTo(1);
        run.sendBatch(coordinator, 1);
        coordinator.tell(new RunCoordinator.DataRejected("too late"));
        coordinator.tell(CoordinatorFixture.written(1));
        assertThat(run.outcome()).isEqualTo(new RunOutcome(End.STOPPED, 1, ""));
        run.worker.expectNoMessage();
    }

    @Test
    void aStopBetweenTwoAccumulatedBatchesEndsTheRunWithTheStepBefore() {
        ActorRef<RunCoordinator.Command> coordinator =
                run.start(CoordinatorFixture.accumulatingPlan(), RunCursor.START);
        run.expectDemand();
        run.sendBatch(coordinator, 1);
        run.computeShard(coordinator, 0.5);
        run.expectDemand();

        coordinator.tell(new RunCoordinator.StopRun());

        assertThat(run.outcome()).isEqualTo(new RunOutcome(End.STOPPED, 0, ""));
    }

    @Test
    void aStopIsHeardAtTheNextStepBoundaryAndWaitsForItsCheckpoint() {
        ActorRef<RunCoordinator.Command> coordinator = run.start(CoordinatorFixture.plainPlan(), RunCursor.START);
        run.step(coordinator);
        run.expectDemand();
        run.sendBatch(coordinator, 1);
        run.awaitShard();
        coordinator.tell(new RunCoordinator.StopRun());
        run.answerShard(coordinator, 0.5);
        run.reduce(coordinator);
        run.worker.expectMessageClass(DeviceWorker.UpdateSlice.class);
        coordinator.tell(new RunCoordinator.SliceUpdated());

        assertThat(run.expectCheckpoint()).isEqualTo(2);
        assertThat(run.outcome).isNotDone();
        coordinator.tell(CoordinatorFixture.written(2));

        assertThat(run.outcome()).isEqualTo(new RunOutcome(End.STOPPED, 2, ""));
    }

    @Test
    void aStopWhileMapsAreAwaitedEndsTheRunAtOnce() {
        ActorRef<RunCoordinator.Command> coordinator =
                run.start(CoordinatorFixture.mapsPlan(RefreshMode.BARRIER, 0, Rhythm.NEVER), RunCursor.START);
        run.mapper.expectMessageClass(AttentionMapper.RefreshMaps.class).close();

        coordinator.tell(new RunCoordinator.StopRun());

        assertThat(run.outcome()).isEqualTo(new RunOutcome(End.STOPPED, 0, ""));
    }

    @Test
    void aRunThatWasDoneAlreadyEndsAtOnce() {
        run.start(CoordinatorFixture.plainPlan(), new RunCursor(CoordinatorFixture.STEPS, 5, -1));

        assertThat(run.outcome()).isEqualTo(new RunOutcome(End.FINISHED, CoordinatorFixture.STEPS, ""));
    }

    private ActorRef<RunCoordinator.Command> allStepsDoneAndTheRestAsked() {
        ActorRef<RunCoordinator.Command> coordinator = run.start(CoordinatorFixture.evaluatedPlan(), RunCursor.START);
        for (int i = 0; i < CoordinatorFixture.STEPS; i++) {
            run.step(coordinator);
        }
        run.evaluator.expectMessageClass(Evaluator.EvaluateFeatures.class).close();
        run.pictures.expectMessageClass(PicturePainter.DrawPictures.class).close();
        run.expectCheckpoint();
        return coordinator;
    }

    @Test
    void aRunWhoseLastEvaluationFindsBadDataEndsSoWithAllElseDone() {
        ActorRef<RunCoordinator.Command> coordinator = allStepsDoneAndTheRestAsked();

        coordinator.tell(new RunCoordinator.DataRejected("9 of 34 images are bad"));
        coordinator.tell(new SideWork.Failed(Kind.EVALUATION, "9 of 34 images are bad"));
        coordinator.tell(CoordinatorFixture.written(6));
        assertThat(run.outcome).isNotDone();
        coordinator.tell(new SideWork.Failed(Kind.PICTURES, "no font"));

        assertThat(run.outcome()).isEqualTo(new RunOutcome(End.BAD_DATA, 6, "9 of 34 images are bad"));
    }

    @Test
    void theEndWaitsForEvaluationPicturesAndCheckpoint() {
        ActorRef<RunCoordinator.Command> coordinator = allStepsDoneAndTheRestAsked();
        coordinator.tell(CoordinatorFixture.written(6));
        coordinator.tell(new SideWork.Failed(Kind.PICTURES, "no font"));
        assertThat(run.outcome).isNotDone();
        coordinator.tell(new SideWork.FeaturesEvaluated(6, 2, List.of(), List.of()));

        assertThat(run.outcome().end()).isEqualTo(End.FINISHED);
    }

    @Test
    void aStopAfterTheLastStepSaysWhatItDoesNotWaitFor() {
        ActorRef<RunCoordinator.Command> coordinator = allStepsDoneAndTheRestAsked();
        coordinator.tell(new SideWork.Failed(Kind.PICTURES, "no font"));
        coordinator.tell(new RunCoordinator.StopRun());
        coordinator.tell(CoordinatorFixture.written(6));

        assertThat(run.outcome().end()).isEqualTo(End.STOPPED);
        assertThat(run.leftOut)
                .containsExactly("PICTURES 6: it failed: no font", "EVALUATION 6: the run ended before it was done");
    }

    // --- maps

    @Test
    void stepsGoOnWhileMapsAreMadeBesideTraining() {
        ActorRef<RunCoordinator.Command> coordinator =
                run.start(CoordinatorFixture.mapsPlan(RefreshMode.CONCURRENT, 1, Rhythm.NEVER), RunCursor.START);
        run.mapper.expectMessageClass(AttentionMapper.RefreshMaps.class).close();
        run.step(coordinator);
        run.step(coordinator);
        run.step(coordinator);
        coordinator.tell(new SideWork.MapsRefreshed(0, 0, 1, 0));
        run.step(coordinator);
        run.expectDemand();
        coordinator.tell(new RunCoordinator.DataRejected("enough"));

        assertThat(run.outcome().steps()).isEqualTo(4);
    }

    @Test
    void atABarrierNothingIsTrainedBeforeTheMapsAreMade() {
        ActorRef<RunCoordinator.Command> coordinator =
                run.start(CoordinatorFixture.mapsPlan(RefreshMode.BARRIER, 1, Rhythm.NEVER), RunCursor.START);
        assertThat(run.broker.expectMessageClass(BatchBroker.ReleaseEpoch.class))
                .isEqualTo(new BatchBroker.ReleaseEpoch(0));
        run.step(coordinator);
        run.step(coordinator);
        AttentionMapper.RefreshMaps request = run.mapper.expectMessageClass(AttentionMapper.RefreshMaps.class);
        assertThat(request.snapshot().version()).isEqualTo(2);
        assertThat(request.snapshot().epoch()).isEqualTo(1);
        request.close();
        run.broker.expectNoMessage();

        coordinator.tell(new SideWork.MapsRefreshed(2, 1, 1, 0));

        assertThat(run.broker.expectMessageClass(BatchBroker.ReleaseEpoch.class))
                .isEqualTo(new BatchBroker.ReleaseEpoch(1));
        run.expectDemand();
        coordinator.tell(new RunCoordinator.DataRejected("enough"));
        assertThat(run.outcome().end()).isEqualTo(End.BAD_DATA);
    }

    @Test
    void atABarrierMapsAreNotTouchedWhileACheckpointReadsThem() {
        ActorRef<RunCoordinator.Command> coordinator =
                run.start(CoordinatorFixture.mapsPlan(RefreshMode.BARRIER, 1, new Rhythm(2, 0, 0)), RunCursor.START);
        run.step(coordinator);
        run.step(coordinator);
        assertThat(run.expectCheckpoint()).isEqualTo(2);
        run.mapper.expectNoMessage();

        coordinator.tell(CoordinatorFixture.written(2));

        run.mapper.expectMessageClass(AttentionMapper.RefreshMaps.class).close();
        coordinator.tell(new SideWork.Failed(Kind.REFRESH, "the disk is gone"));
        assertThat(run.outcome()).isEqualTo(new RunOutcome(End.FAILED, 2, "maps could not be made: the disk is gone"));
    }

    // --- failures of others

    @Test
    void aWorkerThatEndsFailsTheRun() {
        run.start(CoordinatorFixture.plainPlan(), RunCursor.START);
        run.expectDemand();

        run.worker.stop();

        assertThat(run.outcome().end()).isEqualTo(End.FAILED);
        assertThat(run.failures).hasSize(1).allMatch(failure -> failure.startsWith("device: "));
    }

    @Test
    void aBrokerThatEndsFailsTheRun() {
        run.start(CoordinatorFixture.plainPlan(), RunCursor.START);
        run.expectDemand();

        run.broker.stop();

        assertThat(run.outcome().end()).isEqualTo(End.FAILED);
        assertThat(run.failures).hasSize(1).allMatch(failure -> failure.startsWith("data: "));
    }

    @Test
    void aRestartedActorHasLostItsWorkAndTheRunDoesNotWaitForIt() {
        ActorRef<RunCoordinator.Command> coordinator = allStepsDoneAndTheRestAsked();
        coordinator.tell(CoordinatorFixture.written(6));
        coordinator.tell(new SideWork.Restarted(Kind.EVALUATION, "a bug"));
        assertThat(run.outcome).isNotDone();
        coordinator.tell(new SideWork.Restarted(Kind.PICTURES, "a bug"));

        assertThat(run.outcome().end()).isEqualTo(End.FINISHED);
        assertThat(run.restarted).containsExactly(SupervisedActor.EVALUATOR, SupervisedActor.PICTURE_PAINTER);
    }

    @Test
    void aMapperThatIsRestartedWhileItsMapsAreAwaitedEndsTheRunWithTheCause() {
        ActorRef<RunCoordinator.Command> coordinator =
                run.start(CoordinatorFixture.mapsPlan(RefreshMode.BARRIER, 0, Rhythm.NEVER), RunCursor.START);
        run.mapper.expectMessageClass(AttentionMapper.RefreshMaps.class).close();

        coordinator.tell(new SideWork.Restarted(Kind.REFRESH, "a bug"));

        assertThat(run.outcome().end()).isEqualTo(End.FAILED);
        assertThat(run.outcome().message()).contains("attention_mapper").contains("a bug");
    }

    @Test
    void aWriterThatIsRestartedAtTheEndHasNotSavedTheRun() {
        ActorRef<RunCoordinator.Command> coordinator = run.start(CoordinatorFixture.plainPlan(), RunCursor.START);
        run.step(coordinator);
        run.expectDemand();
        coordinator.tell(new RunCoordinator.StopRun());
        run.expectCheckpoint();

        coordinator.tell(new SideWork.Restarted(Kind.CHECKPOINT, "a bug"));

        assertThat(run.outcome().end()).isEqualTo(End.CANNOT_WRITE);
        assertThat(run.outcome().message()).contains("checkpoint_writer").contains("a bug");
    }

    @Test
    void anActorThatDiesForGoodAtTheEndIsNotAwaited() {
        ActorRef<RunCoordinator.Command> coordinator = allStepsDoneAndTheRestAsked();
        coordinator.tell(new SideWork.PicturesDrawn(6, Path.of("sheet.png")));
        run.evaluator.stop();
        run.broker.stop();
        coordinator.tell(CoordinatorFixture.written(6));

        assertThat(run.outcome()).isEqualTo(new RunOutcome(End.FINISHED, 6, ""));
    }

    @Test
    void aCoordinatorThatFailsSaysWhyAndWhereTheRunStood() {
        ActorRef<RunCoordinator.Command> coordinator = run.start(CoordinatorFixture.plainPlan(), RunCursor.START);
        run.step(coordinator);
        run.expectDemand();

        coordinator.tell(new RunCoordinator.ShardComputed(7, new ShardResult(0, 0, 0)));

        assertThat(run.outcome().end()).isEqualTo(End.FAILED);
        assertThat(run.outcome().steps()).isEqualTo(1);
        assertThat(run.outcome().message())
                .startsWith("the coordinator failed: java.lang.ArrayIndexOutOfBoundsException");
    }

    @Test
    void everyBatchOfAStepIsHeardOf() {
        ActorRef<RunCoordinator.Command> coordinator =
                run.start(CoordinatorFixture.accumulatingPlan(), RunCursor.START);
        run.expectDemand();
        run.sendBatch(coordinator, 1);
        run.computeShard(coordinator, 0.5);
        run.expectDemand();

        // The step has another batch to come.
        assertThat(run.batches).hasValue(1);
        assertThat(run.applied).isEmpty();
        run.compute(coordinator, 0.5);
        run.worker.expectMessageClass(DeviceWorker.UpdateSlice.class);
        assertThat(run.batches).hasValue(2);
        coordinator.tell(new RunCoordinator.DataRejected("enough"));
        run.outcome();
    }

    @Test
    void progressOfWorkThatIsAwaitedIsHeardAndThatOfOtherWorkIsNot() {
        WorkStage stage = new WorkStage("maps", 64, 128, "images");
        ActorRef<RunCoordinator.Command> coordinator =
                run.start(CoordinatorFixture.mapsPlan(RefreshMode.BARRIER, 0, Rhythm.NEVER), RunCursor.START);
        run.mapper.expectMessageClass(AttentionMapper.RefreshMaps.class).close();
        coordinator.tell(new SideWork.Advanced(Kind.REFRESH, stage));
        coordinator.tell(new SideWork.Advanced(Kind.REFRESH, stage));
        coordinator.tell(new SideWork.MapsRefreshed(0, 0, 1, 0));
        run.expectDemand();
        coordinator.tell(new SideWork.Advanced(Kind.EVALUATION, stage));
        coordinator.tell(new RunCoordinator.DataRejected("enough"));
        run.outcome();

        assertThat(run.advances).hasValue(2);
    }

    @Test
    void badDataEndTheRunWithTheirReason() {
        ActorRef<RunCoordinator.Command> coordinator = run.start(CoordinatorFixture.plainPlan(), RunCursor.START);

        coordinator.tell(new RunCoordinator.DataRejected("9 of 34 images are bad"));

        assertThat(run.outcome()).isEqualTo(new RunOutcome(End.BAD_DATA, 0, "9 of 34 images are bad"));
        assertThat(run.failures).containsExactly("data: 9 of 34 images are bad");
    }
}
