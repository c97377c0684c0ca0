package org.masque.actors.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.actors.RunOutcome;
import org.masque.actors.RunOutcome.End;
import org.masque.actors.StepReport;
import org.masque.model.probe.EvaluationReport;
import org.masque.model.probe.FeatureKind;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.TensorLedger;

@ExtendWith(NoTensorLeaks.class)
class TrainingRunTest {
    private final RecordingObserver heard = new RecordingObserver();

    @TempDir
    private Path folder;

    private TinyRun run(String name, String... overrides) {
        return TinyRun.in(folder.resolve(name), overrides);
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    // --- to the end

    @Test
    void itRunsToItsEndTheLossFallsAndNoMemoryIsLeft() throws IOException {
        RunOutcome outcome = run("whole", "run.epochs=12").run(heard);

        assertThat(outcome).isEqualTo(new RunOutcome(End.FINISHED, 48, ""));
        assertThat(heard.outcomes).containsExactly(outcome);
        assertThat(heard.steps.stream().map(StepReport::step))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 48).boxed().toList());
        assertThat(mean(heard.losses().subList(40, 48)))
                .isLessThan(0.95 * mean(heard.losses().subList(0, 4)));
        assertThat(heard.loaded).hasSizeGreaterThanOrEqualTo(48).containsOnly(16);
        assertThat(heard.checkpoints).endsWith(48L);
        assertThat(heard.pictures).hasSize(1).allMatch(Files::isRegularFile);
        assertThat(TensorLedger.live()).isZero();
    }

    @Test
    void stepsReportTheEpochTheStatesAndTheAgeOfTheMaps() throws IOException {
        run("states", "masking.startEpoch=2", "masking.refreshInterval=2").run(heard);

        for (StepReport step : heard.steps) {
            boolean byAttention = step.epoch() >= 2;
            assertThat(step.epoch()).isEqualTo((step.step() - 1) / 4);
            assertThat(step.samples()).isEqualTo(16);
            assertThat(step.counts().thrown()).isEqualTo(byAttention ? 6 : 0);
            assertThat(step.mapAgeEpochs()).isEqualTo(byAttention ? step.epoch() - 2 : -1);
        }
        assertThat(heard.refreshesStarted).containsExactly(2);
        assertThat(heard.refreshesFinished).containsExactly(2);
    }

    @Test
    void theFeaturesAreEvaluatedAtTheEndBesideThoseOfTheUntrainedNetwork() throws IOException {
        run("evaluated", "evaluation.atEnd=true", "run.epochs=1", "masking.strategy=random")
                .run(heard);

        assertThat(heard.evaluations).hasSize(2);
        for (List<EvaluationReport> reports : heard.evaluations) {
            assertThat(reports.stream().map(EvaluationReport::kind))
                    .containsExactly(FeatureKind.CLASS_TOKEN, FeatureKind.PATCH_MEAN);
            assertThat(reports).allMatch(report -> report.trainCount() == 64 && report.testCount() == 32);
        }
        assertThat(heard.evaluations.get(0)).isNotEqualTo(heard.evaluations.get(1));
    }

    // --- the same numbers again

    @Test
    void theSameSeedGivesTheSameBitsAndAnotherSeedDoesNot() throws IOException {
        TinyRun first = run("first");
        TinyRun again = run("again", "data.loaders=1", "data.readyBatches=3");
        TinyRun other = run("other", "run.seed=2");
        first.run(heard);
        again.run(new RecordingObserver());
        other.run(new RecordingObserver());

        assertThat(again.lastWeights()).isEqualTo(first.lastWeights());
        assertThat(other.lastWeights()).isNotEqualTo(first.lastWeights());
    }

    // Step 4 ends an epoch, so that the stop falls beside a refresh; 6 is a checkpoint of its own.
    @ParameterizedTest(name = "stopped after step {0}, {1} workers")
    @CsvSource({"2, 1", "4, 1", "6, 1", "7, 2"})
    void aRunThatWasStoppedEndsWithTheBitsOfOneThatWasNot(long step, int workers) throws IOException {
        String parallel = "parallel.workers=" + workers;
        TinyRun undisturbed = run("undisturbed", parallel);
        TinyRun stopped = run("stopped", parallel);
        undisturbed.run(heard);

        RunOutcome stop = stopped.runUntil(step, new RecordingObserver());
        RecordingObserver resumed = new RecordingObserver();
        RunOutcome end = stopped.run(resumed);

        assertThat(stop.end()).isEqualTo(End.STOPPED);
        assertThat(stop.steps()).isBetween(step, TinyRun.STEPS - 1L);
        assertThat(resumed.starts).containsExactly(stop.steps());
        assertThat(end).isEqualTo(new RunOutcome(End.FINISHED, TinyRun.STEPS, ""));
        assertThat(heard.refreshesFinished).containsExactly(1, 2, 3);
        assertThat(stopped.lastWeights()).isEqualTo(undisturbed.lastWeights());
        assertThat(resumed.losses()).isEqualTo(heard.losses().subList((int) stop.steps(), TinyRun.STEPS));
    }

    // Step 4 ends an epoch, so that the run is held before a refresh; 6 is a checkpoint of its own.
    @ParameterizedTest(name = "held after step {0}")
    @ValueSource(longs = {2, 4, 6})
    void aRunThatWasHeldAndWroteCheckpointsOnRequestEndsWithTheBitsOfOneThatWasNot(long step) throws IOException {
        TinyRun undisturbed = run("undisturbed");
        TinyRun held = run("held");
        undisturbed.run(heard);
        RecordingObserver disturbed = new RecordingObserver();

        RunOutcome end = held.runHeldAt(step, disturbed);

        assertThat(end).isEqualTo(new RunOutcome(End.FINISHED, TinyRun.STEPS, ""));
        assertThat(disturbed.checkpoints).contains(disturbed.pausedAt.get(0));
        assertThat(disturbed.losses()).isEqualTo(heard.losses());
        assertThat(held.lastWeights()).isEqualTo(undisturbed.lastWeights());
    }

    @Test
    void accumulatedBatchesMakeTheStepThatOneLargeBatchMakes() throws IOException {
        RecordingObserver accumulated = new RecordingObserver();
        run("large", "masking.strategy=random").run(heard);
        run("accumulated", "masking.strategy=random", "optimizer.batchSize=4", "optimizer.accumulation=4")
                .run(accumulated);

        assertSameLosses(accumulated, heard);
        assertThat(accumulated.steps).allMatch(step -> step.samples() == 16);
    }

    @ParameterizedTest(name = "{0} workers")
    @ValueSource(ints = {2, 3})
    void severalWorkersFindTheLossesOfOne(int workers) throws IOException {
        RecordingObserver several = new RecordingObserver();
        run("one", "masking.strategy=random").run(heard);
        run("several", "masking.strategy=random", "parallel.workers=" + workers).run(several);

        assertSameLosses(several, heard);
    }

    private static void assertSameLosses(RecordingObserver actual, RecordingObserver expected) {
        assertThat(actual.steps).hasSameSizeAs(expected.steps);
        for (int i = 0; i < expected.steps.size(); i++) {
            double loss = expected.losses().get(i);
            assertThat(actual.losses().get(i)).isCloseTo(loss, within(1e-5 * loss));
        }
    }

    // --- maps beside training

    @Test
    void mapsMadeBesideTrainingAreUsed() throws IOException {
        RunOutcome outcome =
                run("concurrent", "masking.refresh=concurrent", "run.epochs=12").run(heard);

        assertThat(outcome.end()).isEqualTo(End.FINISHED);
        assertThat(heard.refreshesStarted).startsWith(0);
        assertThat(heard.refreshesFinished).isNotEmpty();
        assertThat(heard.steps.get(47).mapAgeEpochs()).isNotNegative();
        assertThat(heard.steps.get(47).counts().thrown()).isEqualTo(6);
    }

    // --- a damaged checkpoint

    @Test
    void aDamagedCheckpointIsPassedOverForAnOlderOne() throws IOException {
        TinyRun undisturbed = run("undisturbed");
        undisturbed.run(heard);
        TinyRun damaged = run("damaged", "run.steps=9");
        damaged.run(new RecordingObserver());
        Path newest = damaged.checkpoint(9).resolve(RunCheckpoints.WEIGHTS);
        byte[] bytes = Files.readAllBytes(newest);
        bytes[bytes.length / 2] ^= 1;
        Files.write(newest, bytes);

        RecordingObserver resumed = new RecordingObserver();
        TinyRun rest = TinyRun.in(damaged.folder());
        rest.run(resumed);

        assertThat(resumed.starts).containsExactly(6L);
        assertThat(rest.lastWeights()).isEqualTo(undisturbed.lastWeights());
    }
}
