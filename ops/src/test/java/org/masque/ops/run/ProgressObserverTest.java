package org.masque.ops.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.masque.actors.RunOutcome;
import org.masque.actors.StepReport;
import org.masque.actors.SupervisedActor;
import org.masque.actors.WorkStage;
import org.masque.masking.StateCounts;
import org.masque.ops.progress.PhaseProgress;
import org.masque.ops.progress.ProgressDisplay;
import org.masque.ops.progress.ProgressSnapshot;

class ProgressObserverTest {
    private final List<String> shown = new ArrayList<>();
    private final ProgressObserver observer = new ProgressObserver(new Recorded());

    private final class Recorded implements ProgressDisplay {
        @Override
        public void show(ProgressSnapshot progress) {
            shown.add("step " + progress.step());
        }

        @Override
        public PhaseProgress phase(String name, long total, String unit) {
            shown.add((name + " of " + total + " " + unit).strip());
            return PhaseProgress.begin(name, total, unit, shown::add);
        }

        @Override
        public void close() {
            shown.add("closed");
        }
    }

    private void step(long step) {
        StepReport.Times times = new StepReport.Times(1, 0, 0, 0, 0, 0, 0);
        observer.stepApplied(new StepReport(step, 2, 0, 1, 1, 1, 1, new StateCounts(1, 1, 0), -1, 0, times));
    }

    @Test
    void whatTheStepsWaitForIsShownByNameAndWhatGoesOnBesideThemIsNot() {
        observer.runStarted(0, 2, 1);
        step(1);
        observer.sideWorkBegan(SupervisedActor.CHECKPOINT_WRITER, 1);
        observer.sideWorkBegan(SupervisedActor.ATTENTION_MAPPER, 1);
        observer.awaitedWorkAdvanced(new WorkStage("maps", 64, 128, "images"));
        observer.awaitedWorkAdvanced(new WorkStage("maps", 128, 128, "images"));
        observer.sideWorkEnded(SupervisedActor.ATTENTION_MAPPER);

        assertThat(shown).containsExactly("step 1", "maps of 128 images");
    }

    @Test
    void afterTheLastStepEverythingThatIsAwaitedIsShownByName() {
        observer.runStarted(0, 2, 1);
        observer.sideWorkBegan(SupervisedActor.CHECKPOINT_WRITER, 1);
        step(2);
        observer.sideWorkBegan(SupervisedActor.EVALUATOR, 2);
        observer.sideWorkEnded(SupervisedActor.CHECKPOINT_WRITER);
        observer.awaitedWorkAdvanced(new WorkStage("evaluation (untrained): features", 128, 512, "images"));
        observer.awaitedWorkAdvanced(new WorkStage("evaluation (untrained): features", 256, 512, "images"));
        observer.awaitedWorkAdvanced(new WorkStage("evaluation: linear classifier", 1, 300, "passes"));
        observer.sideWorkEnded(SupervisedActor.EVALUATOR);
        observer.runStopped(new RunOutcome(RunOutcome.End.FINISHED, 2, ""));

        assertThat(shown)
                .containsExactly(
                        "step 2",
                        "last: evaluation, checkpoint of 0",
                        "last: evaluation of 0",
                        "evaluation (untrained): features of 512 images",
                        "evaluation: linear classifier of 300 passes",
                        "closed");
    }

    @Test
    void aRunWithNoStepLeftShowsWhatItStillDoes() {
        observer.runStarted(2, 2, 1);
        observer.sideWorkBegan(SupervisedActor.EVALUATOR, 2);

        assertThat(shown).containsExactly("last: evaluation of 0");
    }
}
