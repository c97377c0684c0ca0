package org.masque.actors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.masque.actors.Milestones.Best;
import org.masque.actors.Milestones.Rhythm;
import org.masque.model.objective.TrainingState;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.TensorLedger;
import org.masque.model.vit.Weights;

@ExtendWith(NoTensorLeaks.class)
class SideRequestsTest implements TrainingObserver {
    private final ActorTestKit kit = ActorKits.open();
    private final TestProbe<CheckpointWriter.Command> writer = kit.createTestProbe();
    private final TestProbe<Evaluator.Command> evaluator = kit.createTestProbe();
    private final AtomicLong minutes = new AtomicLong();
    private final List<Long> leftOut = new ArrayList<>();

    @AfterEach
    void shutDown() {
        kit.shutdownTestKit();
    }

    @Override
    public void checkpointSkipped(long step) {
        leftOut.add(step);
    }

    @Test
    void aSlowCheckpointIsLeftOutOnceInARhythmAndNotOnceAStep() {
        try (TrainingState state = state()) {
            SideRequests side =
                    requests(state, new Milestones(new Rhythm(0, 0, 10), Rhythm.NEVER, Rhythm.NEVER, Best.LEFT));
            for (int minute = 1; minute <= 35; minute++) {
                minutes.set(minute);
                side.requestDue(new RunCursor(minute, minute, -1), 0);
            }
        }

        writer.expectMessageClass(CheckpointWriter.WriteCheckpoint.class).close();
        writer.expectNoMessage();
        assertThat(leftOut).containsExactly(20L, 30L);
    }

    @Test
    void anEvaluationHasTheCheckpointOfItsStepWrittenAndJudged() {
        try (TrainingState state = state()) {
            SideRequests side = requests(state, evaluatedEveryTwoSteps(Best.KEPT));
            side.requestDue(new RunCursor(2, 2, -1), 0);
            side.judge(List.of());
        }

        writer.expectMessage(new CheckpointWriter.ExpectVerdict(2));
        expectCheckpoint(2);
        assertThat(writer.expectMessageClass(CheckpointWriter.JudgeEvaluation.class)
                        .step())
                .isEqualTo(2);
        evaluator.expectMessageClass(Evaluator.EvaluateFeatures.class).close();
    }

    @Test
    void anEvaluationWhoseCheckpointCannotBeWrittenAtOnceGetsTheFirstOneThatCan() {
        try (TrainingState state = state()) {
            SideRequests side = requests(state, evaluatedEveryTwoSteps(Best.KEPT));
            side.requestCheckpoint(new RunCursor(1, 1, -1));
            side.requestDue(new RunCursor(2, 2, -1), 0);
            side.requestDue(new RunCursor(3, 3, -1), 0);
            side.answered(SideWork.Kind.CHECKPOINT);
            side.requestDue(new RunCursor(5, 5, -1), 0);
            side.answered(SideWork.Kind.CHECKPOINT);
            side.requestDue(new RunCursor(7, 7, -1), 0);
        }

        expectCheckpoint(1);
        writer.expectMessage(new CheckpointWriter.ExpectVerdict(2));
        expectCheckpoint(5);
        writer.expectNoMessage();
        evaluator.expectMessageClass(Evaluator.EvaluateFeatures.class).close();
        assertThat(leftOut).isEmpty();
    }

    @Test
    void whereNoBestIsKeptAnEvaluationWritesNoCheckpoint() {
        try (TrainingState state = state()) {
            SideRequests side = requests(state, evaluatedEveryTwoSteps(Best.LEFT));
            side.requestDue(new RunCursor(2, 2, -1), 0);
            assertThat(side.judge(List.of())).isFalse();
        }

        evaluator.expectMessageClass(Evaluator.EvaluateFeatures.class).close();
        writer.expectNoMessage();
    }

    @Test
    void weightsAreCopiedForAnEvaluationWhileTrainingGoesOnAndSharedAtTheEnd() {
        try (TrainingState state = state()) {
            SideRequests side = requests(state, evaluatedEveryTwoSteps(Best.LEFT));
            side.requestDue(new RunCursor(2, 2, -1), 0);
            assertThat(expectEvaluated(evaluator)).isNotSameAs(state.weights());
            side.answered(SideWork.Kind.EVALUATION);

            side.noteForTheEnd(new RunCursor(3, 3, -1), List.of(SideWork.Kind.EVALUATION));
            side.workOff(new RunCursor(3, 3, -1), 0, RunOutcome.End.FINISHED);
            assertThat(expectEvaluated(evaluator)).isSameAs(state.weights());
            expectCheckpoint(3);
        }
    }

    private static Weights expectEvaluated(TestProbe<Evaluator.Command> evaluator) {
        try (WeightsSnapshot snapshot =
                evaluator.expectMessageClass(Evaluator.EvaluateFeatures.class).snapshot()) {
            return snapshot.weights();
        }
    }

    @Test
    void aCheckpointCopiesNothingBeforeAnUpdate() {
        try (TrainingState state = state()) {
            long before = TensorLedger.bytes();
            requests(state, evaluatedEveryTwoSteps(Best.LEFT)).requestCheckpoint(new RunCursor(1, 1, -1));
            assertThat(TensorLedger.bytes()).isEqualTo(before);
            expectCheckpoint(1);
        }
    }

    private void expectCheckpoint(long step) {
        try (CheckpointSnapshot snapshot = writer.expectMessageClass(CheckpointWriter.WriteCheckpoint.class)
                .snapshot()) {
            assertThat(snapshot.cursor().step()).isEqualTo(step);
        }
    }

    private static Milestones evaluatedEveryTwoSteps(Best best) {
        return new Milestones(Rhythm.NEVER, new Rhythm(2, 0, 0), Rhythm.NEVER, best);
    }

    @SuppressWarnings("MustBeClosedChecker") // the state owns the weights
    private static TrainingState state() {
        return new TrainingState(Weights.zeros(TinyNetwork.SHAPE), 0, 1);
    }

    private SideRequests requests(TrainingState state, Milestones milestones) {
        Crew crew = new Crew(
                kit.<BatchBroker.Command>createTestProbe().getRef(),
                List.of(),
                kit.<AttentionMapper.Command>createTestProbe().getRef(),
                evaluator.getRef(),
                writer.getRef(),
                kit.<PicturePainter.DrawPictures>createTestProbe().getRef());
        RunPlan plain = CoordinatorFixture.plainPlan();
        RunPlan plan = new RunPlan(
                plain.schedule(),
                plain.totalSteps(),
                plain.learningRate(),
                plain.optimizer(),
                plain.masks(),
                plain.refresh(),
                milestones,
                plain.atEnd(),
                plain.limits());
        return new SideRequests(
                crew,
                new RunSetup(plan, state, RunCursor.START, this, String::valueOf, new CompletableFuture<>()),
                kit.<RunCoordinator.Command>createTestProbe().getRef(),
                () -> TimeUnit.MINUTES.toNanos(minutes.get()));
    }
}
