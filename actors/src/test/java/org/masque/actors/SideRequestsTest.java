package org.masque.actors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
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
    private static final String BUSY = "the one before was still at work";
    private static final String ENDED = "the run ended before it was done";

    private final ActorTestKit kit = ActorKits.open();
    private final TestProbe<CheckpointWriter.Command> writer = kit.createTestProbe();
    private final TestProbe<Evaluator.Command> evaluator = kit.createTestProbe();
    private final TestProbe<PicturePainter.DrawPictures> painter = kit.createTestProbe();
    private final TestProbe<AttentionMapper.Command> mapper = kit.createTestProbe();
    private final AtomicLong minutes = new AtomicLong();
    private final List<String> leftOut = new ArrayList<>();
    private final List<String> began = new ArrayList<>();

    @AfterEach
    void shutDown() {
        kit.shutdownTestKit();
    }

    @Override
    public void workLeftOut(SideWork.Kind kind, long step, String reason) {
        leftOut.add(kind + " " + step + ": " + reason);
    }

    @Override
    public void sideWorkBegan(SupervisedActor actor, long step) {
        began.add(actor.label() + " " + step);
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
        assertThat(leftOut).containsExactly("CHECKPOINT 20: " + BUSY, "CHECKPOINT 30: " + BUSY);
    }

    @Test
    void anEvaluationHasTheCheckpointOfItsStepWrittenAndJudged() {
        try (TrainingState state = state()) {
            SideRequests side = requests(state, evaluatedEveryTwoSteps(Best.KEPT));
            side.requestDue(new RunCursor(2, 2, -1), 0);
            side.judge(List.of());
        }

        writer.expectMessage(new CheckpointWriter.ExpectVerdicts(Set.of(2L)));
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
        writer.expectMessage(new CheckpointWriter.ExpectVerdicts(Set.of(2L)));
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

            side.noteForTheEnd(new RunCursor(4, 4, -1), RunOutcome.End.FINISHED);
            side.workOff(new RunCursor(4, 4, -1), 0, RunOutcome.End.FINISHED);
            assertThat(expectEvaluated(evaluator)).isSameAs(state.weights());
            expectCheckpoint(4);
        }
    }

    // --- what comes due while the one before is at work

    @Test
    void anEvaluationThatComesDueTooEarlyWaitsWithTheWeightsOfItsStep() {
        try (TrainingState state = state()) {
            SideRequests side = requests(state, evaluatedEveryTwoSteps(Best.KEPT));
            side.requestDue(cursor(2), 0);
            state.weights().flat().copyFrom(filled(state, 4));
            side.requestDue(cursor(4), 1);
            state.weights().flat().copyFrom(filled(state, 5));
            expectEvaluation(2, 0);
            evaluator.expectNoMessage();

            side.judge(List.of());
            side.answered(SideWork.Kind.EVALUATION);

            expectEvaluation(4, 4);
            assertThat(began).endsWith("evaluator 4");
            side.judge(List.of());
        }
        assertThat(leftOut).isEmpty();
        writer.expectMessage(new CheckpointWriter.ExpectVerdicts(Set.of(2L)));
        expectCheckpoint(2);
        writer.expectMessage(new CheckpointWriter.ExpectVerdicts(Set.of(2L, 4L)));
        assertThat(judged()).isEqualTo(2);
        writer.expectMessage(new CheckpointWriter.ExpectVerdicts(Set.of(4L)));
        assertThat(judged()).isEqualTo(4);
    }

    @Test
    void anEvaluationBehindOneThatWaitsIsLeftOutAndSaid() {
        try (TrainingState state = state()) {
            SideRequests side = requests(state, evaluatedEveryTwoSteps(Best.LEFT));
            for (int step = 1; step <= 8; step++) {
                side.requestDue(cursor(step), 0);
            }
            expectEvaluation(2, 0);
            side.answered(SideWork.Kind.EVALUATION);
            expectEvaluation(4, 0);
            side.answered(SideWork.Kind.EVALUATION);
            evaluator.expectNoMessage();
        }
        assertThat(leftOut)
                .containsExactly(
                        "EVALUATION 6: one was at work and another waited",
                        "EVALUATION 8: one was at work and another waited");
    }

    @Test
    void whereThereIsNoMemoryForOneThatWaitsItIsLeftOutAndTheRunGoesOn() {
        long limit = TensorLedger.limit();
        try (TrainingState state = state()) {
            SideRequests side = requests(state, evaluatedEveryTwoSteps(Best.LEFT));
            side.requestDue(cursor(2), 0);
            TensorLedger.limitTo(TensorLedger.bytes() + 1);
            side.requestDue(cursor(4), 0);
            expectEvaluation(2, 0);
        } finally {
            TensorLedger.limitTo(limit);
        }
        assertThat(leftOut).containsExactly("EVALUATION 4: there was no memory for another copy of the weights");
    }

    @Test
    void picturesThatComeDueTooEarlyAreLeftOutAndSaid() {
        try (TrainingState state = state()) {
            SideRequests side =
                    requests(state, new Milestones(Rhythm.NEVER, Rhythm.NEVER, new Rhythm(2, 0, 0), Best.LEFT));
            side.requestDue(cursor(2), 0);
            side.requestDue(cursor(4), 0);
            painter.expectMessageClass(PicturePainter.DrawPictures.class).close();
            painter.expectNoMessage();
        }
        assertThat(leftOut).containsExactly("PICTURES 4: " + BUSY);
    }

    @Test
    void aRefreshThatComesDueWhileMapsAreMadeIsLeftOutAndSaidButTheFirstMapsAreAwaited() {
        try (TrainingState state = state()) {
            SideRequests side =
                    requests(state, CoordinatorFixture.mapsPlan(RunPlan.RefreshMode.CONCURRENT, 1, Rhythm.NEVER));
            side.refreshMapsBeside(cursor(0), 0);
            side.refreshMapsBeside(cursor(2), 2);
            assertThat(leftOut).isEmpty();
            side.refreshMapsBeside(cursor(1), 1);
            mapper.expectMessageClass(AttentionMapper.RefreshMaps.class).close();
            mapper.expectNoMessage();
        }
        assertThat(leftOut).containsExactly("REFRESH 1: " + BUSY);
    }

    @Test
    void whatComesDueInABadStepIsDoneAfterTheNextGoodOne() {
        try (TrainingState state = state()) {
            SideRequests side = requests(state, evaluatedEveryTwoSteps(Best.LEFT));
            side.requestDue(cursor(1), 0);
            side.noteDue(cursor(2));
            evaluator.expectNoMessage();
            side.requestDue(cursor(3), 0);
            expectEvaluation(3, 0);
        }
    }

    @Test
    void theLastStepOfTheRunIsEvaluatedIfItIsDueThere() {
        try (TrainingState state = state()) {
            SideRequests side = requests(state, evaluatedEveryTwoSteps(Best.LEFT));
            side.noteForTheEnd(cursor(6), RunOutcome.End.FINISHED);
            assertThat(side.workOff(cursor(6), 2, RunOutcome.End.FINISHED)).isTrue();
            expectEvaluation(6, 0);
            expectCheckpoint(6);
        }
    }

    @Test
    void theEndOfARunWaitsForTheEvaluationThatWaitsAndThenForTheLastOne() {
        try (TrainingState state = state()) {
            SideRequests side = requests(state, evaluatedEveryTwoSteps(Best.LEFT));
            side.requestDue(cursor(2), 0);
            side.requestDue(cursor(4), 1);
            side.noteForTheEnd(cursor(6), RunOutcome.End.FINISHED);
            assertThat(workedOff(side)).isTrue();
            for (long step = 2; step <= 6; step += 2) {
                expectEvaluation(step, 0);
                side.answered(SideWork.Kind.EVALUATION);
                side.answered(SideWork.Kind.CHECKPOINT);
                assertThat(workedOff(side)).isEqualTo(step < 6);
            }
            expectCheckpoint(6);
        }
        assertThat(leftOut).isEmpty();
    }

    private static boolean workedOff(SideRequests side) {
        return side.workOff(cursor(6), 2, RunOutcome.End.FINISHED);
    }

    @Test
    void aStopSaysWhichEvaluationsAreNotDone() {
        try (TrainingState state = state()) {
            SideRequests side = requests(state, evaluatedEveryTwoSteps(Best.LEFT));
            side.requestDue(cursor(2), 0);
            side.requestDue(cursor(4), 1);
            side.noteForTheEnd(cursor(6), RunOutcome.End.STOPPED);
            side.workOff(cursor(6), 2, RunOutcome.End.STOPPED);
            side.close(cursor(6));
            expectEvaluation(2, 0);
            expectCheckpoint(6);
        }
        assertThat(leftOut)
                .containsExactly("EVALUATION 4: " + ENDED, "EVALUATION 6: " + ENDED, "EVALUATION 2: " + ENDED);
    }

    @Test
    void aStopBeforeAnyStepHasNothingToSay() {
        try (TrainingState state = state()) {
            SideRequests side = requests(state, evaluatedEveryTwoSteps(Best.LEFT));
            side.noteForTheEnd(cursor(0), RunOutcome.End.STOPPED);
            side.close(cursor(0));
        }
        assertThat(leftOut).isEmpty();
    }

    @Test
    void anEvaluationThatFailsIsSaidAndTheOneThatWaitsBegins() {
        try (TrainingState state = state()) {
            SideRequests side = requests(state, evaluatedEveryTwoSteps(Best.LEFT));
            side.requestDue(cursor(2), 0);
            side.requestDue(cursor(4), 1);
            side.failed(new SideWork.Failed(SideWork.Kind.EVALUATION, "no such image"));
            expectEvaluation(2, 0);
            expectEvaluation(4, 0);
        }
        assertThat(leftOut).containsExactly("EVALUATION 2: it failed: no such image");
    }

    @Test
    void aRunThatGoesBackForgetsEvaluationsOfStepsThatItUndoes() {
        try (TrainingState state = state()) {
            SideRequests side = requests(state, evaluatedEveryTwoSteps(Best.KEPT));
            side.requestDue(cursor(4), 1);
            side.requestDue(cursor(6), 2);
            side.restored(3);
            assertThat(side.judge(List.of())).isFalse();
            side.requestDue(cursor(4), 1);
            expectEvaluation(4, 0);
            side.answered(SideWork.Kind.EVALUATION);
            expectEvaluation(4, 0);
        }
        writer.expectMessage(new CheckpointWriter.ExpectVerdicts(Set.of(4L)));
        expectCheckpoint(4);
        writer.expectMessage(new CheckpointWriter.ExpectVerdicts(Set.of(4L, 6L)));
        writer.expectMessage(new CheckpointWriter.ExpectVerdicts(Set.of(4L)));
        writer.expectMessage(new CheckpointWriter.ExpectVerdicts(Set.of(4L)));
        assertThat(leftOut).isEmpty();
    }

    private static RunCursor cursor(long step) {
        return new RunCursor(step, step, -1);
    }

    private static float[] filled(TrainingState state, float value) {
        float[] values = new float[Math.toIntExact(state.weights().flat().length())];
        Arrays.fill(values, value);
        return values;
    }

    private void expectEvaluation(long version, float firstWeight) {
        try (WeightsSnapshot snapshot =
                evaluator.expectMessageClass(Evaluator.EvaluateFeatures.class).snapshot()) {
            assertThat(snapshot.version()).isEqualTo(version);
            assertThat(snapshot.weights().flat().toArray()[0]).isEqualTo(firstWeight);
        }
    }

    private long judged() {
        return writer.expectMessageClass(CheckpointWriter.JudgeEvaluation.class).step();
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
        RunPlan plain = CoordinatorFixture.plainPlan();
        return requests(
                state,
                new RunPlan(
                        plain.schedule(),
                        plain.totalSteps(),
                        plain.learningRate(),
                        plain.optimizer(),
                        plain.masks(),
                        plain.refresh(),
                        milestones,
                        plain.atEnd(),
                        plain.limits()));
    }

    private SideRequests requests(TrainingState state, RunPlan plan) {
        Crew crew = new Crew(
                kit.<BatchBroker.Command>createTestProbe().getRef(),
                List.of(),
                mapper.getRef(),
                evaluator.getRef(),
                writer.getRef(),
                painter.getRef());
        return new SideRequests(
                crew,
                new RunSetup(plan, state, RunCursor.START, this, String::valueOf, new CompletableFuture<>()),
                kit.<RunCoordinator.Command>createTestProbe().getRef(),
                () -> TimeUnit.MINUTES.toNanos(minutes.get()));
    }
}
