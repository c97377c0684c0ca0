package org.masque.actors;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.masque.actors.CoordinatorFixture.Worker;
import org.masque.actors.Milestones.Rhythm;
import org.masque.actors.RunPlan.RefreshMode;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.vit.Weights;

@ExtendWith(NoTensorLeaks.class)
class WeightsSnapshotTest {
    private final CoordinatorFixture run = new CoordinatorFixture(Worker.PLAYED_BY_A_PROBE);

    @AfterEach
    void shutDown() {
        run.close();
    }

    private Weights mappedWeights(RefreshMode mode) {
        ActorRef<RunCoordinator.Command> coordinator =
                run.start(CoordinatorFixture.mapsPlan(mode, 0, Rhythm.NEVER), RunCursor.START);
        try (WeightsSnapshot snapshot =
                run.mapper.expectMessageClass(AttentionMapper.RefreshMaps.class).snapshot()) {
            coordinator.tell(new RunCoordinator.DataRejected("enough"));
            run.outcome();
            assertThat(snapshot.weights().flat().length()).isPositive();
            return snapshot.weights();
        }
    }

    @Test
    void mapsThatAnEpochWaitsForAreMadeOfTheWeightsThemselvesWhichOutliveTheRun() {
        assertThat(mappedWeights(RefreshMode.BARRIER)).isSameAs(run.state.weights());
    }

    @Test
    void mapsThatAreMadeBesideTrainingAreMadeOfACopy() {
        assertThat(mappedWeights(RefreshMode.CONCURRENT)).isNotSameAs(run.state.weights());
    }
}
