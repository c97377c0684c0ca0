package org.masque.ops.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.masque.actors.RunOutcome;
import org.masque.actors.StepReport;
import org.masque.actors.SupervisedActor;
import org.masque.config.RecipeLoader;
import org.masque.masking.StateCounts;
import org.masque.ops.archive.ActorsSnapshot;
import org.masque.ops.archive.ActorsSnapshot.Shares;

class ActorsObserverTest {
    private final ActorsObserver observer =
            new ActorsObserver(RecipeLoader.load("quickstart", List.of()), Clock.systemUTC(), () -> 1);

    // Work beside the steps is not awaited at every end, so nobody may say that it ended.
    @ParameterizedTest
    @EnumSource(RunOutcome.End.class)
    void nothingIsAtWorkInARunThatEnded(RunOutcome.End end) {
        observer.runStarted(0, 10, 5);
        observer.sideWorkBegan(SupervisedActor.EVALUATOR, 5);
        observer.sideWorkBegan(SupervisedActor.ATTENTION_MAPPER, 5);
        assertThat(observer.snapshot().actors())
                .extracting(ActorsSnapshot.ActorActivity::state)
                .contains("working");

        observer.runStopped(new RunOutcome(end, 5, ""));

        assertThat(observer.snapshot().actors())
                .extracting(ActorsSnapshot.ActorActivity::state)
                .containsOnly("ended");
        assertThat(observer.snapshot().queues().stream().skip(1))
                .extracting(ActorsSnapshot.Queue::depth)
                .containsOnly(0);
    }

    @Test
    void behindTheLastStepOnlyActorsBesideTheStepsAreAtWork() {
        observer.runStarted(9, 10, 5);
        assertThat(observer.snapshot().phase()).isEqualTo("training");

        observer.stepApplied(step(10, new StepReport.Times(100, 5, 7, 30, 40, 2, 6)));
        observer.sideWorkBegan(SupervisedActor.EVALUATOR, 10);

        assertThat(observer.snapshot().phase()).isEqualTo("finishing");
        assertThat(observer.snapshot().actors())
                .filteredOn(actor -> actor.state().equals("working"))
                .extracting(ActorsSnapshot.ActorActivity::name)
                .containsExactly("evaluator");
    }

    @Test
    void theSharesOfAStepAddUpToOne() {
        observer.stepApplied(step(1, new StepReport.Times(100, 5, 7, 30, 40, 2, 6)));
        observer.stepApplied(step(2, new StepReport.Times(200, 0, 0, 90, 60, 2, 6)));

        Shares shares = observer.snapshot().devices().get(0).shares();

        assertThat(shares.rest()).isPositive();
        assertThat(shares.forward()
                        + shares.backward()
                        + shares.reduce()
                        + shares.update()
                        + shares.dataWait()
                        + shares.maskWait()
                        + shares.rest())
                .isCloseTo(1, within(1e-12));
    }

    private static StepReport step(long number, StepReport.Times times) {
        return new StepReport(number, 10, 0, 1, 1e-3, 1, 16, new StateCounts(4, 12, 0), -1, 2, times);
    }
}
