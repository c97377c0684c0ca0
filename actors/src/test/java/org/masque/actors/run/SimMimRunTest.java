package org.masque.actors.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.masque.actors.RunOutcome;
import org.masque.actors.RunOutcome.End;
import org.masque.actors.StepReport;
import org.masque.masking.StateCounts;
import org.masque.model.tensor.NoTensorLeaks;

/** Whole runs of an encoder that sees all tokens. */
@ExtendWith(NoTensorLeaks.class)
class SimMimRunTest {
    // 8 x 8 patches in 16 cells.
    private static final List<String> SIMMIM = List.of(
            "objective.encoder=all",
            "objective.target=pixels",
            "objective.loss=absolute",
            "model.patch=8",
            "masking.cellSize=2",
            "optimizer.clipNorm=5",
            "optimizer.schedule=multistep",
            "optimizer.multistepEpochs=[3]");

    private static final List<String> AMT = List.of("masking.ratio=0.44", "masking.masked=0.44", "masking.thrown=0.26");

    private static final List<String> RELATIVE =
            List.of("masking.strategy=random", "masking.ratio=0.6", "model.position=relative", "model.layerScale=0.1");

    private final RecordingObserver heard = new RecordingObserver();

    @TempDir
    private Path folder;

    private TinyRun run(String name, List<String> method, String... overrides) {
        List<String> all = new ArrayList<>(SIMMIM);
        all.addAll(method);
        all.addAll(List.of(overrides));
        return TinyRun.in(folder.resolve(name), all.toArray(String[]::new));
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    @Test
    void simMimRunsToItsEndAndItsLossFalls() throws IOException {
        RunOutcome outcome = run(
                        "whole", RELATIVE, "run.epochs=12", "optimizer.multistepEpochs=[9]", "evaluation.atEnd=true")
                .run(heard);

        assertThat(outcome).isEqualTo(new RunOutcome(End.FINISHED, 48, ""));
        assertThat(heard.steps.stream().map(StepReport::counts)).containsOnly(new StateCounts(24, 40, 0));
        assertThat(mean(heard.losses().subList(40, 48)))
                .isLessThan(0.9 * mean(heard.losses().subList(0, 4)));
        assertThat(heard.evaluations).hasSize(2);
        assertThat(heard.pictures).hasSize(1).allMatch(Files::isRegularFile);
    }

    @Test
    void cellsAreThrownFromTheEpochOfAttentionOn() throws IOException {
        RunOutcome outcome = run("thrown", AMT, "evaluation.atEnd=true").run(heard);

        assertThat(outcome.end()).isEqualTo(End.FINISHED);
        for (StepReport step : heard.steps) {
            assertThat(step.counts())
                    .isEqualTo(step.epoch() >= 1 ? new StateCounts(12, 32, 20) : new StateCounts(32, 32, 0));
            assertThat(step.mapAgeEpochs()).isEqualTo(step.epoch() >= 1 ? 0 : -1);
        }
        assertThat(heard.refreshesFinished).containsExactly(1, 2, 3);
        assertThat(heard.pictures).hasSize(1).allMatch(Files::isRegularFile);
    }

    @ParameterizedTest(name = "stopped after step {0}, {1} workers")
    @CsvSource({"4, 1", "7, 2"})
    void aRunThatWasStoppedEndsWithTheBitsOfOneThatWasNot(long step, int workers) throws IOException {
        String parallel = "parallel.workers=" + workers;
        TinyRun undisturbed = run("undisturbed", AMT, parallel);
        TinyRun stopped = run("stopped", AMT, parallel);
        undisturbed.run(heard);

        RunOutcome stop = stopped.runUntil(step, new RecordingObserver());
        RunOutcome end = stopped.run(new RecordingObserver());

        assertThat(stop.end()).isEqualTo(End.STOPPED);
        assertThat(end).isEqualTo(new RunOutcome(End.FINISHED, TinyRun.STEPS, ""));
        assertThat(stopped.lastWeights()).isEqualTo(undisturbed.lastWeights());
    }

    @Test
    void clippingSeesTheGradientOfAllAccumulatedBatches() throws IOException {
        RecordingObserver accumulated = new RecordingObserver();
        String often = "optimizer.clipNorm=0.05";
        run("large", RELATIVE, often).run(heard);
        run("accumulated", RELATIVE, often, "optimizer.batchSize=4", "optimizer.accumulation=4")
                .run(accumulated);

        assertThat(heard.steps).allMatch(each -> each.gradientNorm() > 0.05);
        for (int i = 0; i < TinyRun.STEPS; i++) {
            double loss = heard.losses().get(i);
            assertThat(accumulated.losses().get(i)).isBetween(0.99999 * loss, 1.00001 * loss);
        }
    }
}
