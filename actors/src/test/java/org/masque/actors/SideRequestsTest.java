package org.masque.actors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.masque.actors.Milestones.Rhythm;
import org.masque.model.objective.TrainingState;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.vit.Weights;

@ExtendWith(NoTensorLeaks.class)
class SideRequestsTest implements TrainingObserver {
    private final ActorTestKit kit = ActorKits.open();
    private final TestProbe<CheckpointWriter.Command> writer = kit.createTestProbe();
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
    @SuppressWarnings("MustBeClosedChecker") // the state owns the weights
    void aSlowCheckpointIsLeftOutOnceInARhythmAndNotOnceAStep() {
        RunPlan plan = everyTenMinutes();
        try (TrainingState state = new TrainingState(Weights.zeros(TinyNetwork.SHAPE), 0, 1)) {
            SideRequests side = requests(state);
            for (int minute = 1; minute <= 35; minute++) {
                minutes.set(minute);
                side.requestDue(plan, new RunCursor(minute, minute, -1), 0);
            }
        }

        writer.expectMessageClass(CheckpointWriter.WriteCheckpoint.class).close();
        writer.expectNoMessage();
        assertThat(leftOut).containsExactly(20L, 30L);
    }

    private static RunPlan everyTenMinutes() {
        RunPlan plain = CoordinatorFixture.plainPlan();
        return new RunPlan(
                plain.schedule(),
                plain.totalSteps(),
                plain.learningRate(),
                plain.optimizer(),
                plain.masks(),
                plain.refresh(),
                new Milestones(new Rhythm(0, 0, 10), Rhythm.NEVER, Rhythm.NEVER),
                plain.atEnd(),
                plain.limits());
    }

    private SideRequests requests(TrainingState state) {
        Crew crew = new Crew(
                kit.<BatchBroker.Command>createTestProbe().getRef(),
                List.of(),
                kit.<AttentionMapper.Command>createTestProbe().getRef(),
                kit.<Evaluator.Command>createTestProbe().getRef(),
                writer.getRef(),
                kit.<PicturePainter.DrawPictures>createTestProbe().getRef());
        return new SideRequests(
                crew,
                state,
                kit.<RunCoordinator.Command>createTestProbe().getRef(),
                this,
                0,
                () -> TimeUnit.MINUTES.toNanos(minutes.get()));
    }
}
