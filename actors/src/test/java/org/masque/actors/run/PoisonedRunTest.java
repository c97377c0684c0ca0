package org.masque.actors.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.actors.BatchSchedule;
import org.masque.actors.RunOutcome;
import org.masque.actors.RunOutcome.End;
import org.masque.actors.StepReport;
import org.masque.model.data.ViewSource;
import org.masque.model.data.Views;
import org.masque.model.tensor.NoTensorLeaks;

/** Rows 18 and 19 of the faults: images that spoil the loss, once or in a row. */
@ExtendWith(NoTensorLeaks.class)
class PoisonedRunTest {
    private final RecordingObserver heard = new RecordingObserver();

    @TempDir
    private Path folder;

    private TinyRun run(String name, String... overrides) {
        return TinyRun.in(folder.resolve(name), overrides);
    }

    /** Multiplies the views of whole steps by a factor. */
    private static RunData poisoned(TinyRun run, float factor, long... steps) {
        BatchSchedule schedule = RecipeParts.schedule(run.recipe(), 64);
        Set<List<Integer>> batches = LongStream.of(steps)
                .mapToObj(step -> schedule.idsOfBatch(step, schedule.order(schedule.epochOfBatch(step))))
                .map(PoisonedRunTest::list)
                .collect(Collectors.toSet());
        return RunData.open(run.recipe()).withViews(views -> poison(views, factor, batches));
    }

    private static List<Integer> list(int[] ids) {
        return IntStream.of(ids).boxed().toList();
    }

    private static ViewSource poison(ViewSource views, float factor, Set<List<Integer>> batches) {
        return new ViewSource() {
            @Override
            @MustBeClosed
            @SuppressWarnings("MustBeClosedChecker") // moved out
            public Views load(int epoch, int[] ids) {
                Views loaded = views.load(epoch, ids);
                if (batches.contains(list(ids))) {
                    float[] pixels = loaded.images().tensor().toArray();
                    for (int i = 0; i < pixels.length; i++) {
                        pixels[i] *= factor;
                    }
                    loaded.images().tensor().copyFrom(pixels);
                }
                return loaded;
            }
        };
    }

    @Test
    void oneBatchThatIsNotFiniteCostsItsUpdateAndNothingElse() throws IOException {
        TinyRun once = run("once", "masking.strategy=random");
        RunOutcome outcome = once.run(heard, poisoned(once, Float.NaN, 6));

        assertThat(outcome.end()).isEqualTo(End.FINISHED);
        assertThat(heard.skipped).containsExactly(6L);
        assertThat(heard.rollbacks).isEmpty();
        assertThat(heard.steps.stream().map(StepReport::step))
                .doesNotContain(7L)
                .hasSize(TinyRun.STEPS - 1);
    }

    // With maps at barriers: they go back too.
    @ParameterizedTest(name = "the rate times {0}")
    @ValueSource(strings = {"1", "0.5"})
    void severalInARowAreLeftOutAndTheEndIsThatOfARunWhichNeverTookThem(String factor) throws IOException {
        String[] policy = {"recovery.badSteps=2", "recovery.learningRateFactor=" + factor};
        TinyRun poisoned = run("poisoned", policy);
        TinyRun again = run("again", policy);
        TinyRun manySaves =
                run("many", "recovery.badSteps=2", "recovery.learningRateFactor=" + factor, "checkpoint.everySteps=1");

        assertThat(poisoned.run(heard, poisoned(poisoned, Float.NaN, 9, 10)).end())
                .isEqualTo(End.FINISHED);
        again.run(new RecordingObserver(), poisoned(again, Float.NaN, 9, 10));
        RecordingObserver other = new RecordingObserver();
        manySaves.run(other, poisoned(manySaves, Float.NaN, 9, 10));

        // How far depends on which checkpoints the disk was quick enough for.
        assertThat(heard.rollbacks).hasSize(1).allMatch(each -> each.matches("11 to [0-8]"));
        assertThat(other.rollbacks).hasSize(1).allMatch(each -> each.matches("11 to [0-8]"));
        assertThat(heard.passedOver).containsExactly(8L, 9L, 10L);
        assertThat(again.lastWeights()).isEqualTo(poisoned.lastWeights());
        // Wherever it went back to: the same steps were taken.
        assertThat(manySaves.lastWeights()).isEqualTo(poisoned.lastWeights());
    }

    @Test
    void aRunThatIsStoppedAfterGoingBackEndsWithTheSameBits() throws IOException {
        TinyRun whole = run("whole", "recovery.badSteps=2");
        TinyRun stopped = run("stopped", "recovery.badSteps=2");
        whole.run(heard, poisoned(whole, Float.NaN, 4, 5));

        stopped.runUntil(8, new RecordingObserver(), poisoned(stopped, Float.NaN, 4, 5));
        RecordingObserver resumed = new RecordingObserver();
        stopped.run(resumed, poisoned(stopped, Float.NaN, 4, 5));

        assertThat(resumed.rollbacks).isEmpty();
        assertThat(stopped.lastWeights()).isEqualTo(whole.lastWeights());
    }

    @Test
    void withoutACheckpointTheRunBeginsAgain() throws IOException {
        TinyRun early = run("early", "recovery.badSteps=2");
        early.run(heard, poisoned(early, Float.NaN, 1, 2));

        assertThat(heard.rollbacks).containsExactly("3 to 0");
        assertThat(heard.passedOver).containsExactly(0L, 1L, 2L);
        assertThat(heard.outcomes).containsExactly(new RunOutcome(End.FINISHED, TinyRun.STEPS, ""));
    }

    @Test
    void spikesOfTheLossAreBadStepsToo() throws IOException {
        String[] policy = {
            "masking.strategy=random", "objective.target=pixels", "recovery.badSteps=2", "recovery.spikeWindow=5"
        };
        TinyRun spiky = run("spiky", policy);
        spiky.run(heard, poisoned(spiky, 30, 9, 10));

        assertThat(heard.skipped).containsExactly(9L, 10L);
        assertThat(heard.rollbacks).hasSize(1).allMatch(each -> each.matches("11 to [0-8]"));
        assertThat(heard.losses()).allMatch(Double::isFinite);
    }

    @Test
    void checkpointsThatWereWrittenAfterTheOneGoneBackToAreGone() throws IOException {
        TinyRun poisoned = run("poisoned", "recovery.badSteps=1", "recovery.leaveOutBefore=3", "run.steps=8");
        poisoned.run(heard, poisoned(poisoned, Float.NaN, 7));

        // Step 6 had a checkpoint, of which steps 4 to 6 are not trusted.
        assertThat(heard.rollbacks).hasSize(1).allMatch(each -> each.matches("8 to [0-4]"));
        assertThat(heard.passedOver).containsExactly(4L, 5L, 6L, 7L);
        assertThat(Files.exists(poisoned.checkpoint(8))).isTrue();
    }

    @Test
    void aRunThatCannotBeHelpedEndsWithTheImagesNamed() throws IOException {
        TinyRun hopeless = run("hopeless", "recovery.badSteps=2", "recovery.maxRollbacks=1", "run.epochs=8");
        RunOutcome outcome = hopeless.run(heard, poisoned(hopeless, Float.NaN, 9, 10, 14, 15));

        assertThat(outcome.end()).isEqualTo(End.DIVERGED);
        assertThat(outcome.steps()).isEqualTo(16);
        assertThat(heard.rollbacks).hasSize(1);
        assertThat(heard.diagnoses).hasSize(2);
        assertThat(heard.diagnoses.get(1).badSteps().get(0).samples()).hasSize(16);
        assertThat(heard.diagnoses.get(1).gradients()).anyMatch(tensor -> tensor.notFinite() > 0);
        assertThat(heard.diagnoses.get(1).weights()).allMatch(tensor -> tensor.notFinite() == 0);
    }
}
