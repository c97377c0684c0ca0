package org.masque.actors;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Function;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.masque.actors.CoordinatorFixture.Worker;
import org.masque.actors.Milestones.Rhythm;
import org.masque.actors.RunOutcome.End;
import org.masque.actors.RunPlan.RefreshMode;
import org.masque.actors.RunSteering.Answer;
import org.masque.actors.RunSteering.Done;
import org.masque.actors.RunSteering.Refused;
import org.masque.actors.RunSteering.Request;
import org.masque.model.checkpoint.SaveStage;
import org.masque.model.tensor.NoTensorLeaks;

@ExtendWith(NoTensorLeaks.class)
class RunSteeringTest {
    private static final Duration A_MOMENT = Duration.ofMillis(100);

    private final CoordinatorFixture run = new CoordinatorFixture(Worker.PLAYED_BY_A_PROBE);
    private final TestProbe<Answer> answers = run.kit.createTestProbe();
    private ActorRef<RunCoordinator.Command> coordinator = run.kit.system().deadLetters();

    @AfterEach
    void shutDown() {
        run.close();
    }

    private void start(RunPlan plan) {
        coordinator = run.start(plan, RunCursor.START);
    }

    private void ask(Function<ActorRef<Answer>, Request> request) {
        coordinator.tell(request.apply(answers.getRef()));
    }

    private void finishStep() {
        run.compute(coordinator, 0.5);
        run.worker.expectMessageClass(DeviceWorker.UpdateSlice.class);
        coordinator.tell(new RunCoordinator.SliceUpdated());
    }

    private void stopAfter(long step) {
        coordinator.tell(new RunCoordinator.StopRun());
        assertThat(run.expectCheckpoint()).isEqualTo(step);
        coordinator.tell(CoordinatorFixture.written(step));
        assertThat(run.outcome()).isEqualTo(new RunOutcome(End.STOPPED, step, ""));
    }

    @Test
    void aPauseIsAnsweredWhenTheStepInHandIsDoneAndNoOtherBegins() {
        start(CoordinatorFixture.plainPlan());
        run.expectDemand();
        ask(RunSteering.PauseRun::new);
        answers.expectNoMessage(A_MOMENT);

        finishStep();

        answers.expectMessage(new Done("paused after step 1"));
        run.broker.expectNoMessage(A_MOMENT);
        assertThat(run.held).containsExactly("paused 1");
        ask(RunSteering.ResumeRun::new);
        answers.expectMessage(new Done("goes on after step 1"));
        run.step(coordinator);
        run.expectDemand();
        assertThat(run.held).containsExactly("paused 1", "goes on 1");
        stopAfter(2);
    }

    @Test
    void aPauseIsNoTimeOfAStep() {
        start(CoordinatorFixture.plainPlan());
        run.expectDemand();
        ask(RunSteering.PauseRun::new);
        finishStep();
        answers.expectMessage(new Done("paused after step 1"));
        Duration pause = Duration.ofMillis(400);
        answers.expectNoMessage(pause);
        ask(RunSteering.ResumeRun::new);
        answers.receiveMessage();
        long begun = System.nanoTime();
        run.step(coordinator);
        run.expectDemand();
        long ended = System.nanoTime();

        // What lies between the message and here is all that the step can have taken, but for its own pause.
        assertThat(run.applied.get(1).times().step()).isLessThan(ended - begun + pause.toNanos());
        stopAfter(2);
    }

    @Test
    void aPauseThatDidNotHappenYetIsTakenBackByGoingOn() {
        start(CoordinatorFixture.plainPlan());
        run.expectDemand();
        ask(RunSteering.PauseRun::new);
        ask(RunSteering.ResumeRun::new);

        answers.expectMessage(new Refused("taken back: the run was asked to go on"));
        answers.expectMessage(new Done("was not paused"));
        finishStep();
        run.expectDemand();
        stopAfter(1);
    }

    @Test
    void aHeldRunStopsWithACheckpointAtOnce() {
        start(CoordinatorFixture.plainPlan());
        run.expectDemand();
        ask(RunSteering.PauseRun::new);
        finishStep();
        answers.expectMessage(new Done("paused after step 1"));

        stopAfter(1);
    }

    @Test
    void aCheckpointIsAnsweredWhenItIsOnDisk() {
        start(CoordinatorFixture.plainPlan());
        run.expectDemand();
        ask(RunSteering.OrderCheckpoint::new);
        finishStep();
        assertThat(run.expectCheckpoint()).isEqualTo(1);
        run.expectDemand();
        answers.expectNoMessage(A_MOMENT);

        coordinator.tell(CoordinatorFixture.written(1));

        answers.expectMessage(new Done("the checkpoint of step 1 is on disk"));
        stopWithoutAnother(1);
    }

    // The last step is on disk already.
    private void stopWithoutAnother(long step) {
        coordinator.tell(new RunCoordinator.StopRun());
        assertThat(run.outcome()).isEqualTo(new RunOutcome(End.STOPPED, step, ""));
        run.checkpoints.expectNoMessage(A_MOMENT);
    }

    @Test
    void aHeldRunWritesACheckpointAtOnceAndOnlyOnce() {
        start(CoordinatorFixture.plainPlan());
        run.expectDemand();
        ask(RunSteering.PauseRun::new);
        finishStep();
        answers.expectMessage(new Done("paused after step 1"));

        ask(RunSteering.OrderCheckpoint::new);
        assertThat(run.expectCheckpoint()).isEqualTo(1);
        coordinator.tell(CoordinatorFixture.written(1));
        answers.expectMessage(new Done("the checkpoint of step 1 is on disk"));
        ask(RunSteering.OrderCheckpoint::new);

        answers.expectMessage(new Done("the checkpoint of step 1 is on disk"));
        stopWithoutAnother(1);
    }

    @Test
    void aCheckpointInFlightIsNotTakenForTheOneThatWasOrdered() {
        start(CoordinatorFixture.checkpointPlan());
        run.step(coordinator);
        assertThat(run.expectCheckpoint()).isEqualTo(1);
        run.expectDemand();
        ask(RunSteering.OrderCheckpoint::new);
        coordinator.tell(CoordinatorFixture.written(1));
        answers.expectNoMessage(A_MOMENT);

        finishStep();

        assertThat(run.expectCheckpoint()).isEqualTo(2);
        coordinator.tell(CoordinatorFixture.written(2));
        answers.expectMessage(new Done("the checkpoint of step 2 is on disk"));
        stopWithoutAnother(2);
    }

    @Test
    void anOrderedCheckpointThatFailsIsRefusedWithTheReason() {
        start(CoordinatorFixture.plainPlan());
        run.expectDemand();
        ask(RunSteering.OrderCheckpoint::new);
        finishStep();
        run.expectCheckpoint();

        coordinator.tell(new SideWork.CheckpointFailed(SaveStage.FILE_WRITTEN, "no space left"));

        answers.expectMessage(new Refused("the checkpoint could not be written: no space left"));
        run.expectDemand();
        stopAfter(1);
    }

    @Test
    void whatWasOnDiskBeforeTheRunWentBackIsNotTakenForACheckpointOfNow() {
        start(CoordinatorFixture.plainPlan());
        run.step(coordinator);
        run.expectDemand();
        ask(RunSteering.OrderCheckpoint::new);
        finishStep();
        assertThat(run.expectCheckpoint()).isEqualTo(2);
        coordinator.tell(CoordinatorFixture.written(2));
        answers.expectMessage(new Done("the checkpoint of step 2 is on disk"));
        badStepsAndTheWayBackTo(1);
        ask(RunSteering.OrderCheckpoint::new);
        run.sendBatch(coordinator, 1); // passed over
        run.expectDemand();
        answers.expectNoMessage(A_MOMENT);
        coordinator.tell(CoordinatorFixture.written(1));

        run.sendBatch(coordinator, 1); // passed over

        assertThat(run.expectCheckpoint()).isEqualTo(3);
        coordinator.tell(CoordinatorFixture.written(3));
        answers.expectMessage(new Done("the checkpoint of step 3 is on disk"));
        run.expectDemand();
        stopWithoutAnother(3);
    }

    // Three bad steps in a row are one too many.
    private void badStepsAndTheWayBackTo(long step) {
        for (int i = 0; i < 3; i++) {
            run.expectDemand();
            run.compute(coordinator, Double.NaN);
        }
        run.expectRestore();
        coordinator.tell(new SideWork.Restored(new RunCursor(step, step, -1)));
        assertThat(run.expectCheckpoint()).isEqualTo(step);
        run.expectDemand();
    }

    @Test
    void aCheckpointThatWasOrderedBeforeTheRunWentBackIsWrittenSoonAfterIt() {
        start(CoordinatorFixture.plainPlan());
        run.step(coordinator);
        for (int i = 0; i < 3; i++) {
            run.expectDemand();
            run.compute(coordinator, Double.NaN);
        }
        run.expectRestore();
        ask(RunSteering.OrderCheckpoint::new);
        coordinator.tell(new SideWork.Restored(new RunCursor(1, 1, -1)));
        assertThat(run.expectCheckpoint()).isEqualTo(1);
        coordinator.tell(CoordinatorFixture.written(1));
        run.expectDemand();

        run.sendBatch(coordinator, 1); // passed over

        assertThat(run.expectCheckpoint()).isEqualTo(2);
        coordinator.tell(CoordinatorFixture.written(2));
        answers.expectMessage(new Done("the checkpoint of step 2 is on disk"));
        run.expectDemand();
        stopWithoutAnother(2);
    }

    @Test
    void aRunThatWaitsForMapsIsHeldAtOnceAndWritesACheckpointOnlyWhenTheyAreWhole() {
        start(CoordinatorFixture.mapsPlan(RefreshMode.BARRIER, 0, Rhythm.NEVER));
        run.mapper.expectMessageClass(AttentionMapper.RefreshMaps.class).close();
        ask(RunSteering.PauseRun::new);
        answers.expectMessage(new Done("paused after step 0"));
        ask(RunSteering.OrderCheckpoint::new);
        run.checkpoints.expectNoMessage(A_MOMENT);

        coordinator.tell(new SideWork.MapsRefreshed(0, 0, 1, 0));

        assertThat(run.expectCheckpoint()).isZero();
        run.broker.expectNoMessage(A_MOMENT);
        coordinator.tell(CoordinatorFixture.written(0));
        answers.expectMessage(new Done("the checkpoint of step 0 is on disk"));
        ask(RunSteering.ResumeRun::new);
        answers.expectMessage(new Done("goes on after step 0"));
        run.step(coordinator);
        run.mapper.expectNoMessage(A_MOMENT);
        stopAfter(1);
    }

    @Test
    void mapsAreNotBegunWhileTheRunIsHeld() {
        start(CoordinatorFixture.mapsPlan(RefreshMode.BARRIER, 1, Rhythm.NEVER));
        run.step(coordinator);
        run.expectDemand();
        ask(RunSteering.PauseRun::new);
        finishStep();
        answers.expectMessage(new Done("paused after step 2"));
        run.mapper.expectNoMessage(A_MOMENT);

        ask(RunSteering.ResumeRun::new);

        answers.expectMessage(new Done("goes on after step 2"));
        run.mapper.expectMessageClass(AttentionMapper.RefreshMaps.class).close();
        stopAfter(2);
    }

    @Test
    void aRunThatIsGivenUpEndsAtOnceWithoutACheckpoint() {
        start(CoordinatorFixture.plainPlan());
        run.expectDemand();
        finishStep();
        run.expectDemand();
        ask(RunSteering.AbandonRun::new);

        answers.expectMessage(new Done("given up after step 1"));
        assertThat(run.outcome().end()).isEqualTo(End.ABANDONED);
        run.checkpoints.expectNoMessage(A_MOMENT);
    }

    @Test
    void whatWasNotDoneBeforeTheEndIsRefused() {
        start(CoordinatorFixture.plainPlan());
        run.expectDemand();
        run.sendBatch(coordinator, 1);
        run.awaitShard();
        coordinator.tell(new RunCoordinator.StopRun());
        ask(RunSteering.PauseRun::new);
        answers.expectMessage(new Refused("the run is about to end"));
        ask(RunSteering.OrderCheckpoint::new);
        answers.expectMessage(new Refused("the run is about to end"));

        run.answerShard(coordinator, 0.5);
        run.reduce(coordinator);
        run.worker.expectMessageClass(DeviceWorker.UpdateSlice.class);
        coordinator.tell(new RunCoordinator.SliceUpdated());
        run.expectCheckpoint();
        coordinator.tell(CoordinatorFixture.written(1));
        assertThat(run.outcome().end()).isEqualTo(End.STOPPED);
    }
}
